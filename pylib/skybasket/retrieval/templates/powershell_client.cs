namespace Skybasket
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Net;
    using System.Net.Http;
    using System.Net.Http.Headers;
    using System.Threading;
    using System.Threading.Tasks;

    /// <summary>A file did not come.</summary>
    public class Failure : Exception
    {
        public const int MostRounds = 5;
        public const string NeedsToken = "needs a token: set MAST_API_TOKEN";

        /// <summary>The last round in which it is worth another try.</summary>
        public readonly int Rounds;

        public Failure(string reason, int rounds = MostRounds) : base(reason)
        {
            Rounds = rounds;
        }
    }

    /// <summary>All bytes came, and they are not the right ones.</summary>
    public sealed class WrongChecksum : Failure
    {
        public WrongChecksum(string reason) : base(reason) { }
    }

    /// <summary>What the server said before a body, and the body.</summary>
    public sealed class Answer : IDisposable
    {
        static readonly int[] Redirects = { 301, 302, 303, 307, 308 };

        readonly HttpResponseMessage response;
        readonly CancellationTokenSource ended;

        public Answer(HttpResponseMessage response, CancellationTokenSource ended)
        {
            this.response = response;
            this.ended = ended;
        }

        public int Status { get { return (int)response.StatusCode; } }

        /// <summary>Bytes of the body, -1 if the server did not say.</summary>
        public long Length { get { return response.Content.Headers.ContentLength ?? -1; } }

        /// <summary>Where a redirect leads, null if nowhere.</summary>
        public Uri Location { get { return response.Headers.Location; } }

        public bool IsRedirect
        {
            get { return Array.IndexOf(Redirects, Status) >= 0; }
        }

        public bool IsPage
        {
            get
            {
                MediaTypeHeaderValue type = response.Content.Headers.ContentType;
                return type != null && "text/html".Equals(
                    type.MediaType, StringComparison.OrdinalIgnoreCase);
            }
        }

        /// <summary>A strong ETag, else the date of the last change, else empty.</summary>
        public string Validator
        {
            get
            {
                string tag = First(response.Headers, "ETag");
                if (tag.StartsWith("\"", StringComparison.Ordinal)) return tag;
                return First(response.Content.Headers, "Last-Modified");
            }
        }

        static string First(HttpHeaders headers, string name)
        {
            IEnumerable<string> values;
            if (!headers.TryGetValues(name, out values)) return "";
            foreach (string value in values) return Words.OneLine(value).Trim();
            return "";
        }

        /// <summary>Tells whether the body goes on where some bytes end.</summary>
        public bool Continues(Part part)
        {
            ContentRangeHeaderValue range = response.Content.Headers.ContentRange;
            if (Status != 206 || range == null || range.From != part.Length) return false;
            if (part.Total >= 0 && range.Length != part.Total) return false;
            // Asked by tag, a server may leave out the tag and name the date only.
            bool isComparable = Validator.StartsWith("\"", StringComparison.Ordinal)
                == part.Validator.StartsWith("\"", StringComparison.Ordinal);
            return Validator.Length == 0 || !isComparable || Validator == part.Validator;
        }

        /// <summary>The total that a range names, -1 if it does not.</summary>
        public long RangeTotal
        {
            get
            {
                ContentRangeHeaderValue range = response.Content.Headers.ContentRange;
                return range == null ? -1 : range.Length ?? -1;
            }
        }

        /// <summary>Seconds that the server wants to be left alone, 0 if it did not say.</summary>
        public double RetryAfter
        {
            get
            {
                const int longest = 300;
                RetryConditionHeaderValue wish = response.Headers.RetryAfter;
                if (wish == null || Status != 429 && Status != 503) return 0;
                if (wish.Delta.HasValue) return Math.Min(longest, wish.Delta.Value.TotalSeconds);
                if (!wish.Date.HasValue) return 0;
                // Clocks differ, and dates have no fractions of a second.
                TimeSpan left = wish.Date.Value - DateTimeOffset.UtcNow;
                return Math.Min(longest, Math.Max(1, left.TotalSeconds));
            }
        }

        /// <summary>Whether the whole body was read: the connection can be used again.</summary>
        public bool IsFinished;

        public Task<Stream> Open() { return response.Content.ReadAsStreamAsync(); }

        /// <summary>Ends the answer; the rest of a body is not waited for.</summary>
        public void Dispose()
        {
            if (IsFinished) response.Dispose();
            else Task.Run(() =>
            {
                ended.Cancel();
                response.Dispose();
            });
        }
    }

    /// <summary>Asks servers for files, and keeps the token to the archive.</summary>
    public sealed class Client : IDisposable
    {
        const int MostRedirects = 10;

        readonly HttpClient client;
        readonly CancellationToken stop;
        readonly int patience;
        int jobs;
        DateTime quietUntil = DateTime.MinValue;

        /// <summary>Makes a client that gives up where nothing comes for a while.</summary>
        public Client(int jobs, double seconds, CancellationToken stop)
        {
            this.jobs = jobs;
            this.stop = stop;
            patience = (int)(seconds * 1000);
            // Windows PowerShell starts with 2 connections to a host, and may start
            // without the protocol that servers want.
            ServicePointManager.DefaultConnectionLimit = Math.Max(
                ServicePointManager.DefaultConnectionLimit, 4 * jobs);
            if (ServicePointManager.SecurityProtocol != 0)
                ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
            HttpClientHandler handler = new HttpClientHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
            };
            client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        }

        public void Dispose() { client.Dispose(); }

        /// <summary>How many workers may ask at a time.</summary>
        public int Jobs { get { lock (client) return jobs; } }

        /// <summary>Lets all workers wait before they ask again.</summary>
        /// <param name="areTooMany">Whether the server wants fewer of them.</param>
        public void Rest(double seconds, bool areTooMany)
        {
            lock (client)
            {
                if (areTooMany && jobs > 1) jobs--;
                DateTime end = DateTime.UtcNow.AddSeconds(seconds);
                if (end > quietUntil) quietUntil = end;
            }
        }

        void Wait()
        {
            TimeSpan left;
            lock (client) left = quietUntil - DateTime.UtcNow;
            if (left > TimeSpan.Zero) stop.WaitHandle.WaitOne(left);
            stop.ThrowIfCancellationRequested();
        }

        /// <summary>Asks for a file from some byte on, wherever redirects lead.</summary>
        public Answer Get(string address, string token, long start, string validator)
        {
            Uri place;
            if (!Uri.TryCreate(address, UriKind.Absolute, out place))
                throw new Failure("it has no proper address", 1);
            for (int hop = 0; hop <= MostRedirects; hop++)
            {
                Wait();
                Answer answer = Ask(place, hop == 0 ? token : null, start, validator);
                if (answer.Status != 200 && answer.Status != 206) Skip(answer);
                if (!answer.IsRedirect) return answer;
                using (answer) place = Target(place, answer.Location);
            }
            throw new Failure("too many redirects");
        }

        /// <summary>Reads a short body that nobody wants: the connection is worth more.</summary>
        void Skip(Answer answer)
        {
            byte[] block = new byte[1 << 16];
            try
            {
                Stream body = Within(() => answer.Open());
                int length = 0, bytes = 1;
                while (bytes > 0 && length < block.Length)
                    length += bytes = Read(body, block);
                answer.IsFinished = bytes == 0;
            }
            catch (Failure) { }
        }

        /// <summary>Reads a body to its end, as far as it comes.</summary>
        public IEnumerable<int> Blocks(Answer answer, byte[] block)
        {
            Stream body = Within(() => answer.Open());
            int bytes;
            while ((bytes = Read(body, block)) > 0) yield return bytes;
            answer.IsFinished = true;
        }

        int Read(Stream body, byte[] block)
        {
            return Within(() => body.ReadAsync(block, 0, block.Length));
        }

        static Uri Target(Uri place, Uri location)
        {
            if (location == null) throw new Failure("a redirect leads nowhere");
            Uri target = location.IsAbsoluteUri ? location : new Uri(place, location);
            bool isWeb = target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp;
            if (!isWeb || place.Scheme == Uri.UriSchemeHttps && target.Scheme != place.Scheme)
                throw new Failure("a redirect leads to an unsafe place");
            return target;
        }

        Answer Ask(Uri place, string token, long start, string validator)
        {
            HttpRequestMessage request = new HttpRequestMessage(HttpMethod.Get, place);
            request.Headers.TryAddWithoutValidation("User-Agent", "skybasket");
            if (token != null)
                request.Headers.TryAddWithoutValidation("Authorization", "token " + token);
            if (start > 0)
            {
                request.Headers.Range = new RangeHeaderValue(start, null);
                request.Headers.TryAddWithoutValidation("If-Range", validator);
            }
            CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
            try
            {
                HttpResponseMessage response = Within(() => client.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, ended.Token));
                return new Answer(response, ended);
            }
            catch
            {
                ended.Cancel();
                throw;
            }
        }

        /// <summary>Waits for what the network does, but not for ever.</summary>
        T Within<T>(Func<Task<T>> start)
        {
            try
            {
                Task<T> task = start();
                if (task.Wait(patience, stop)) return task.Result;
            }
            catch (Exception problem)
            {
                stop.ThrowIfCancellationRequested();
                while (problem.InnerException != null) problem = problem.InnerException;
                throw new Failure("the connection failed: " + Words.OneLine(problem.Message));
            }
            throw new Failure("nothing came for " + Words.Number(patience / 1000.0) + " s");
        }
    }
}
