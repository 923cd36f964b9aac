namespace Skybasket
{
    using System;
    using System.Collections.Concurrent;
    using System.Collections.Generic;
    using System.Diagnostics;
    using System.Globalization;
    using System.Threading;

    /// <summary>How far the files have come.</summary>
    public sealed class Progress
    {
        readonly Stopwatch clock = Stopwatch.StartNew();
        long came;

        /// <summary>Files of the list, and those of them that are complete.</summary>
        public int Total, Complete;
        /// <summary>Files that lacked at the start, and those that came since.</summary>
        public int Wanted, Fetched;
        /// <summary>Complete files whose length nobody announced.</summary>
        public int Unverified;
        /// <summary>Known bytes of the files that lacked, and how many have none.</summary>
        public long WantedBytes;
        public int Unknown;

        public double Seconds { get { return clock.Elapsed.TotalSeconds; } }
        public long Came { get { return Interlocked.Read(ref came); } }

        public void Count(int bytes) { Interlocked.Add(ref came, bytes); }

        /// <summary>How much there is to fetch.</summary>
        public string Amount
        {
            get
            {
                string size = Words.Size(WantedBytes);
                return Unknown == 0 ? size : size + " and " + Unknown + " of unknown size";
            }
        }

        public string Line
        {
            get
            {
                double rate = Came / Math.Max(Seconds, 0.001);
                string line = Complete + " of " + Total + " files, " + Words.Size(Came);
                if (WantedBytes > 0) line += " of " + Words.Size(WantedBytes);
                line += ", " + (rate / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB/s";
                bool isKnown = rate > 0 && Unknown == 0 && WantedBytes > Came;
                if (isKnown) line += ", " + Words.Time((WantedBytes - Came) / rate) + " left";
                return line;
            }
        }
    }

    /// <summary>
    /// What people see. Lines for the standard output wait here until PowerShell takes
    /// them, so that it can be interrupted meanwhile and pass them on to other commands.
    /// </summary>
    public sealed class Screen
    {
        readonly BlockingCollection<string> lines = new BlockingCollection<string>(1000);
        readonly CancellationToken stop;
        readonly object errors = new object();
        Progress progress;
        double shown;
        int width;

        public Screen(CancellationToken stop) { this.stop = stop; }

        /// <summary>Whether only failures and changes are told.</summary>
        public bool IsQuiet;

        /// <summary>Tells something that matters in any case.</summary>
        public void Tell(string line)
        {
            try
            {
                lines.Add(line, stop);
            }
            // Nobody listens any more.
            catch (OperationCanceledException) { }
        }

        /// <summary>Tells something that goes without saying.</summary>
        public void Say(string line)
        {
            if (!IsQuiet) Tell(line);
        }

        public void Complain(string line)
        {
            lock (errors)
            {
                Clear();
                Console.Error.WriteLine(line);
            }
        }

        /// <summary>From now on, shows how far the files have come; null: no longer.</summary>
        public void Watch(Progress progress)
        {
            lock (errors)
            {
                Clear();
                this.progress = IsQuiet ? null : progress;
                shown = 0;
            }
        }

        /// <summary>Returns the lines that are there, after waiting a little for one.</summary>
        public string[] Take(int milliseconds)
        {
            List<string> taken = new List<string>();
            string line;
            if (lines.TryTake(out line, milliseconds)) taken.Add(line);
            while (taken.Count < 1000 && lines.TryTake(out line)) taken.Add(line);
            lock (errors)
            {
                if (taken.Count > 0) Clear();
                else if (progress != null) Show(taken);
            }
            return taken.ToArray();
        }

        void Show(List<string> taken)
        {
            const double oftenness = 30;
            bool isTerminal = !Console.IsErrorRedirected;
            if (progress.Seconds - shown < (isTerminal ? 0.5 : oftenness)) return;
            shown = progress.Seconds;
            if (!isTerminal)
            {
                taken.Add(progress.Line);
                return;
            }
            string line = progress.Line;
            Console.Error.Write("\r" + line.PadRight(width));
            width = line.Length;
        }

        /// <summary>Takes the line of progress away.</summary>
        void Clear()
        {
            if (width == 0) return;
            Console.Error.Write("\r" + new string(' ', width) + "\r");
            width = 0;
        }

        public bool IsEmpty { get { return lines.Count == 0; } }
    }
}
