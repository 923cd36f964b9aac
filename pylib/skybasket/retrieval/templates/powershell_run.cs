namespace Skybasket
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Globalization;
    using System.IO;
    using System.Text.RegularExpressions;
    using System.Threading;

    /// <summary>One run of the script, as PowerShell deals with it.</summary>
    public sealed class Run
    {
        readonly CancellationTokenSource stop = new CancellationTokenSource();
        readonly Screen screen;
        readonly string script, program, here;
        Options options;
        Listing listing;
        Work work;
        Thread conductor;

        /// <summary>The exit status.</summary>
        public int Status = 2;

        /// <param name="script">The script's own file, which holds the list.</param>
        /// <param name="program">What runs it: powershell or pwsh.</param>
        /// <param name="here">The folder that the person is in.</param>
        public Run(string script, string program, string here)
        {
            this.script = script;
            this.program = program;
            this.here = here;
            screen = new Screen(stop.Token);
        }

        /// <summary>Whether a token is needed, and somebody is there to ask for it.</summary>
        public bool AsksForToken
        {
            get
            {
                return work != null && work.WantsToken && string.IsNullOrEmpty(work.Token)
                    && !Console.IsInputRedirected && !Console.IsErrorRedirected;
            }
        }

        /// <summary>Gets ready; tells whether there is something to do.</summary>
        /// <param name="given">The options by name; a switch's value is "True".</param>
        /// <param name="unknown">What else was said.</param>
        /// <param name="token">The token of the environment, if any.</param>
        public bool Begin(IDictionary given, string[] unknown, string token)
        {
            return Guard(() =>
            {
                options = new Options(given, unknown);
                screen.IsQuiet = options.Quiet;
                if (options.Help) return;
                listing = new Listing(script, options);
                if (options.List || options.Check) return;
                if (options.TokenFile != null) token = ReadToken(options.TokenFile);
                work = new Work(listing, Root, screen, stop.Token) { Token = Checked(token) };
                work.Prepare();
            });
        }

        string Root { get { return options.Dest ?? Path.Combine(here, listing.Folder); } }

        /// <summary>Returns a path without what goes without saying.</summary>
        string FromHere(string path)
        {
            string above = here.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
            bool isBelow = path.StartsWith(above, StringComparison.Ordinal);
            return isBelow && path.Length > above.Length ? path.Substring(above.Length) : path;
        }

        static string ReadToken(string file)
        {
            return File.ReadAllText(file).Trim();
        }

        static string Checked(string token)
        {
            if (string.IsNullOrEmpty(token)) return null;
            if (!Regex.IsMatch(token, @"\A[A-Za-z0-9._-]+\z"))
                throw new Refusal("a token has letters, digits, dots, lines and dashes only");
            return token;
        }

        /// <summary>Takes the token that somebody typed; tells whether it can be one.</summary>
        public bool Answer(string token)
        {
            return Guard(() => work.Token = Checked(token.Trim()));
        }

        /// <summary>Starts what is to be done, in a thread of its own.</summary>
        public void Start()
        {
            conductor = new Thread(() => Guard(() => Status = Act()));
            conductor.IsBackground = true;
            conductor.Start();
        }

        int Act()
        {
            if (options.Help) { screen.Tell(Words.Help); return 0; }
            if (options.List) return List();
            if (options.Check) return Check();
            try
            {
                return work.Fetch(
                    options.Jobs ?? listing.Jobs,
                    Setting("SKYBASKET_PAUSE", 1),
                    Setting("SKYBASKET_STALL", 60),
                    options.Strict,
                    FromHere(Root),
                    program + " -ExecutionPolicy Bypass -File " + Words.Quoted(script));
            }
            finally
            {
                work.Dispose();
            }
        }

        /// <summary>Returns a number of the environment.</summary>
        static double Setting(string name, double usual)
        {
            double number;
            bool isNumber = double.TryParse(
                Environment.GetEnvironmentVariable(name), NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out number);
            return isNumber ? number : usual;
        }

        /// <summary>Does something; tells whether nothing made it impossible.</summary>
        bool Guard(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (OperationCanceledException) { }
            catch (Exception problem)
            {
                bool isExpected = problem is Refusal || problem is Stopped
                    || Stopped.IsOfTheDisk(problem);
                screen.Complain(isExpected ? Words.OneLine(problem.Message) : problem.ToString());
                Status = problem is Stopped ? 1 : 2;
            }
            if (work != null) work.Dispose();
            return false;
        }

        int List()
        {
            foreach (Item item in listing.Items())
                screen.Tell(item.Size + "\t" + item.Path + "\t" + item.Address);
            return 0;
        }

        int Check()
        {
            Folder folder = new Folder(Root);
            Dictionary<string, Record> records = Receipt.Read(folder.Root);
            int total = 0, right = 0, changed = 0;
            foreach (Item item in listing.Items())
            {
                stop.Token.ThrowIfCancellationRequested();
                Record record;
                records.TryGetValue(item.Path, out record);
                total++;
                string problem = folder.Inspect(item, record);
                if (problem != null) { screen.Tell(problem); continue; }
                right++;
                if (record.Status != "changed") continue;
                changed++;
                screen.Tell(Words.Changed(item, record));
            }
            screen.Say(right + " of " + total + " files complete, " + (total - right) + " not");
            return right < total || options.Strict && changed > 0 ? 1 : 0;
        }

        /// <summary>Whether everything is done and told.</summary>
        public bool IsOver
        {
            get { return (conductor == null || !conductor.IsAlive) && screen.IsEmpty; }
        }

        /// <summary>Returns new lines for the standard output, after waiting a little.</summary>
        public string[] Take(int milliseconds) { return screen.Take(milliseconds); }

        /// <summary>Ends everything at once; a later run goes on.</summary>
        public void Interrupt()
        {
            const int patience = 5000;
            stop.Cancel();
            if (conductor != null) conductor.Join(patience);
            Status = 130;
            if (work == null) return;
            work.Dispose();
            screen.Complain("interrupted; run the same command again to go on");
        }
    }
}
