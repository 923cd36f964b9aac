namespace Skybasket
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.IO;
    using System.Text;
    using System.Threading;

    /// <summary>Fetches what lacks of a list, in rounds.</summary>
    public sealed class Work : IDisposable
    {
        const int PatientRounds = 20;
        const int MostNamed = 20;

        /// <summary>A file in one of the rounds.</summary>
        sealed class Trial
        {
            public Item Item;
            public bool HadWrongChecksum;
        }

        readonly Listing listing;
        readonly Screen screen;
        readonly CancellationToken interrupted;
        readonly CancellationTokenSource stop;
        readonly Folder folder;
        readonly Progress progress = new Progress();
        readonly List<string> changed = new List<string>();
        readonly Dictionary<int, string> reasons = new Dictionary<int, string>();
        readonly BitArray done;
        Dictionary<string, Record> records;
        Receipt receipt;
        Exception trouble;

        public string Token;

        /// <summary>Whether a file that lacks needs a token.</summary>
        public bool WantsToken;

        public Work(Listing listing, string root, Screen screen, CancellationToken interrupted)
        {
            this.listing = listing;
            this.screen = screen;
            this.interrupted = interrupted;
            stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
            folder = new Folder(root);
            done = new BitArray(listing.Count);
        }

        public void Dispose()
        {
            if (receipt != null) receipt.Dispose();
            folder.Dispose();
        }

        string FailedList { get { return Path.Combine(folder.Root, "failed.txt"); } }

        /// <summary>Keeps others out of the folder, and looks at what is there.</summary>
        public void Prepare()
        {
            folder.Hold();
            receipt = new Receipt(folder.Root);
            records = Receipt.Read(folder.Root);
            foreach (Item item in listing.Items())
            {
                progress.Total++;
                Record record;
                if (records.TryGetValue(item.Path, out record) && IsThere(item, record))
                {
                    Accept(item, record);
                    continue;
                }
                progress.Wanted++;
                if (item.RoughSize == null) progress.Unknown++;
                else progress.WantedBytes += item.RoughSize.Value;
                if (listing.TakesToken(item)) WantsToken = true;
            }
        }

        bool IsThere(Item item, Record record)
        {
            FileInfo file = new FileInfo(folder.PlaceOf(item));
            return record.Uri == item.Address && file.Exists && file.Length == record.Bytes;
        }

        /// <summary>Counts a file that is complete.</summary>
        void Accept(Item item, Record record)
        {
            done[item.Place] = true;
            progress.Complete++;
            if (record.Status == "unverified") progress.Unverified++;
            if (record.Status == "changed") changed.Add(Words.Changed(item, record));
        }

        /// <summary>Does everything; returns the exit status.</summary>
        /// <param name="told">What the folder is called.</param>
        /// <param name="again">The command that runs the script.</param>
        public int Fetch(
            int jobs, double pause, double patience, bool isStrict, string told, string again)
        {
            screen.Say(
                listing.Title + ": " + progress.Total + " files, " + progress.Complete
                + " already complete; " + progress.Wanted + " to get (" + progress.Amount
                + ") into " + told);
            screen.Watch(progress);
            using (Client client = new Client(jobs, patience, stop.Token))
                RunRounds(client, pause);
            screen.Watch(null);
            bool isInterrupted = interrupted.IsCancellationRequested;
            string[] failed = WriteFailed(isInterrupted ? "interrupted" : "stopped");
            if (isInterrupted) return 130;
            if (trouble != null) screen.Complain("stopped: " + Words.OneLine(trouble.Message));
            Report(failed, again);
            bool isGood = progress.Complete == progress.Total && !(isStrict && changed.Count > 0);
            return isGood && trouble == null ? 0 : 1;
        }

        // Rounds

        void RunRounds(Client client, double pause)
        {
            IEnumerable<Trial> trials = Lacking();
            for (int round = 1; !stop.IsCancellationRequested; round++)
            {
                List<Trial> again = RunRound(client, round, trials);
                if (again.Count == 0 || stop.IsCancellationRequested) return;
                double seconds = pause * Math.Min(8, 1 << Math.Min(round - 1, 3));
                int most = round < Failure.MostRounds ? Failure.MostRounds : PatientRounds;
                screen.Say(
                    again.Count + " files again in " + Words.Number(seconds) + " s (round "
                    + (round + 1) + " of " + most + ")");
                stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds));
                again.Sort((one, other) => one.Item.Place.CompareTo(other.Item.Place));
                trials = again;
            }
        }

        /// <summary>Yields the files that lack, those aside that cannot be had.</summary>
        IEnumerable<Trial> Lacking()
        {
            foreach (Item item in listing.Items())
            {
                if (done[item.Place]) continue;
                Record record;
                bool isTaken = records.TryGetValue(item.Path, out record)
                    && record.Uri != item.Address && File.Exists(folder.PlaceOf(item));
                if (isTaken)
                    Refuse(item, Words.Taken(record));
                else if (string.IsNullOrEmpty(Token) && listing.TakesToken(item))
                    Refuse(item, Failure.NeedsToken);
                else
                    yield return new Trial { Item = item };
            }
        }

        void Refuse(Item item, string reason)
        {
            lock (reasons) reasons[item.Place] = reason;
        }

        /// <summary>Tries files once each; returns those that are worth another try.</summary>
        List<Trial> RunRound(Client client, int round, IEnumerable<Trial> trials)
        {
            List<Trial> again = new List<Trial>();
            Thread[] workers = new Thread[client.Jobs];
            using (IEnumerator<Trial> source = trials.GetEnumerator())
            {
                for (int number = 0; number < workers.Length; number++)
                {
                    int own = number;
                    Thread worker = new Thread(
                        () => Guard(() => FetchAll(client, own, source, round, again)));
                    worker.IsBackground = true;
                    worker.Start();
                    workers[number] = worker;
                }
                foreach (Thread worker in workers) worker.Join();
            }
            return again;
        }

        /// <summary>Does a worker's work; what only fails for one file never comes here.</summary>
        void Guard(Action action)
        {
            try
            {
                action();
            }
            catch (OperationCanceledException) { }
            catch (Exception problem)
            {
                lock (reasons) trouble = trouble ?? problem;
                stop.Cancel();
            }
        }

        /// <param name="number">Which worker it is: the last ones end where a server wants
        /// fewer.</param>
        void FetchAll(
            Client client, int number, IEnumerator<Trial> source, int round, List<Trial> again)
        {
            Fetcher fetcher = new Fetcher(listing, client, Token, progress.Count);
            while (!stop.IsCancellationRequested && number < client.Jobs)
            {
                Trial trial;
                lock (source)
                {
                    if (!source.MoveNext()) return;
                    trial = source.Current;
                }
                if (Try(fetcher, trial, round)) continue;
                lock (again) again.Add(trial);
            }
        }

        /// <summary>Tries a file; tells whether nothing more is to be done for it.</summary>
        bool Try(Fetcher fetcher, Trial trial, int round)
        {
            Item item = trial.Item;
            string place = folder.PlaceOf(item);
            string problem = folder.MakeRoom(item);
            if (problem != null)
            {
                Refuse(item, problem);
                return true;
            }
            long before = Part.LengthAt(place);
            try
            {
                Record record = fetcher.Fetch(item, place);
                receipt.Add(item, record.Status, record.Bytes);
                lock (done)
                {
                    Accept(item, record);
                    progress.Fetched++;
                }
                return true;
            }
            catch (Failure failure)
            {
                Refuse(item, failure.Message);
                if (failure is WrongChecksum)
                {
                    bool isSecond = trial.HadWrongChecksum;
                    trial.HadWrongChecksum = true;
                    return isSecond || round >= failure.Rounds;
                }
                bool isPatient = failure.Rounds == Failure.MostRounds
                    && Part.LengthAt(place) > before;
                return round >= (isPatient ? PatientRounds : failure.Rounds);
            }
        }

        // The end

        /// <summary>Lists what is not complete; returns the first few as told to people.</summary>
        string[] WriteFailed(string otherwise)
        {
            List<string> told = new List<string>();
            try
            {
                if (progress.Complete == progress.Total)
                {
                    File.Delete(FailedList);
                    return told.ToArray();
                }
                UTF8Encoding utf8 = new UTF8Encoding(false);
                using (StreamWriter list = new StreamWriter(FailedList, false, utf8))
                {
                    list.NewLine = "\n";
                    foreach (Item item in listing.Items())
                    {
                        if (done[item.Place]) continue;
                        string reason;
                        if (!reasons.TryGetValue(item.Place, out reason)) reason = otherwise;
                        reason = Words.OneLine(reason);
                        list.WriteLine(item.Line + "\t" + reason);
                        if (told.Count < MostNamed)
                            told.Add("failed: " + item.Path + ": " + reason);
                    }
                }
            }
            catch (Exception problem)
            {
                if (!Stopped.IsOfTheDisk(problem)) throw;
                screen.Complain(new Stopped(FailedList, problem).Message);
            }
            return told.ToArray();
        }

        void Report(string[] failed, string again)
        {
            foreach (string line in changed) screen.Tell(line);
            foreach (string line in failed) screen.Complain(line);
            int failures = progress.Total - progress.Complete;
            if (failures > failed.Length)
                screen.Complain("... and " + (failures - failed.Length) + " more in failed.txt");
            string summary = progress.Complete + " of " + progress.Total + " files complete, "
                + failures + " failed; this run: " + progress.Fetched + " files, "
                + Words.Number(progress.Came) + " bytes, "
                + Words.Number(Math.Ceiling(progress.Seconds)) + " s";
            if (changed.Count + progress.Unverified > 0)
                summary += "; " + changed.Count + " changed, "
                    + progress.Unverified + " unverified";
            screen.Say(summary);
            if (failures > 0)
                screen.Say(
                    "the failed ones again: " + again + " -From " + Words.Quoted(FailedList)
                    + " -Dest " + Words.Quoted(folder.Root));
        }
    }
}
