namespace Skybasket
{
    using System;
    using System.IO;

    /// <summary>Fetches one file at a time, as often as it is called.</summary>
    public sealed class Fetcher
    {
        const int MissingRounds = 3;

        readonly Listing listing;
        readonly Client client;
        readonly Action<int> count;
        readonly string token;
        readonly byte[] block = new byte[1 << 17];

        /// <param name="count">Is told of bytes as they come.</param>
        public Fetcher(Listing listing, Client client, string token, Action<int> count)
        {
            this.listing = listing;
            this.client = client;
            this.token = token;
            this.count = count;
        }

        /// <summary>Fetches a file; returns what its receipt says.</summary>
        public Record Fetch(Item item, string place)
        {
            Part part = new Part(place);
            if (!part.IsWhole) Complete(item, part);
            Record record = new Record { Uri = item.Address, Bytes = part.Length };
            bool isChanged = item.IsChanged(record.Bytes);
            record.Status = part.Total < 0 ? "unverified" : isChanged ? "changed" : "complete";
            if (part.IsRight(item))
            {
                part.Finish();
                return record;
            }
            part.Remove();
            throw new WrongChecksum(
                !isChanged ? "wrong checksum"
                : "changed at the archive: " + item.Size + " bytes in the basket, "
                + Words.Number(record.Bytes) + " now, and another checksum");
        }

        /// <summary>Fetches the bytes that lack.</summary>
        void Complete(Item item, Part part)
        {
            string address = listing.AddressOf(item);
            string sent = listing.TakesToken(item) ? token : null;
            while (true)
            {
                using (Answer answer = client.Get(address, sent, part.Length, part.Validator))
                {
                    if (part.Length > 0 && answer.Continues(part))
                    {
                        part.Total = answer.RangeTotal;
                        using (FileStream file = part.Continue()) Copy(answer, part, file);
                        return;
                    }
                    if (part.Length == 0 || answer.Status != 206 && answer.Status != 416)
                    {
                        Check(item, answer, sent != null);
                        using (FileStream file = part.Begin(answer.Validator, answer.Length))
                            Copy(answer, part, file);
                        return;
                    }
                    // What has come belongs to another version: once more, from the start.
                    part.Remove();
                }
            }
        }

        /// <summary>Refuses what is not the file from its first byte on.</summary>
        void Check(Item item, Answer answer, bool withToken)
        {
            string said = "HTTP " + Words.Number(answer.Status);
            switch (answer.Status)
            {
                case 200: break;
                case 401:
                case 403:
                    said += ": the archive refuses it";
                    throw new Failure(withToken ? "the token was refused" : said, 0);
                case 400:
                case 405:
                case 410:
                case 414:
                    throw new Failure(said, 0);
                case 404:
                    throw new Failure(said, MissingRounds);
                default:
                    client.Rest(answer.RetryAfter, answer.Status == 429);
                    throw new Failure(said);
            }
            string name = item.Path.ToLowerInvariant();
            bool isPage = name.EndsWith(".html", StringComparison.Ordinal)
                || name.EndsWith(".htm", StringComparison.Ordinal);
            if (answer.IsPage && !isPage) throw new Failure("a web page came instead of the file");
        }

        void Copy(Answer answer, Part part, FileStream file)
        {
            foreach (int bytes in client.Blocks(answer, block))
            {
                try
                {
                    file.Write(block, 0, bytes);
                }
                catch (Exception problem)
                {
                    if (Stopped.IsOfTheDisk(problem)) throw new Stopped(file.Name, problem);
                    throw;
                }
                count(bytes);
            }
            if (part.Total >= 0 && part.Length != part.Total)
                throw new Failure(
                    "the connection ended after " + Words.Number(part.Length) + " of "
                    + Words.Number(part.Total) + " bytes");
        }
    }
}
