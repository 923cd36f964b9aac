namespace Skybasket
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.IO;
    using System.Text;

    /// <summary>The disk does not take what comes: nothing more can be done.</summary>
    public sealed class Stopped : Exception
    {
        public Stopped(string place, Exception problem)
            : base("cannot write " + place + ": " + Words.OneLine(problem.Message)) { }

        public static bool IsOfTheDisk(Exception problem)
        {
            return problem is IOException || problem is UnauthorizedAccessException;
        }
    }

    /// <summary>What a receipt says of a file that was complete once.</summary>
    public sealed class Record
    {
        public string Time, Status, Uri;
        public long Bytes;
    }

    /// <summary>The list of what is complete, a line for each file.</summary>
    public sealed class Receipt : IDisposable
    {
        const string Name = "skybasket-receipt.tsv";
        const string Pattern = "skybasket-receipt*.tsv";
        const string Header = "time\tstatus\tbytes\tpath\turi\n";

        readonly FileStream file;

        /// <summary>Opens the receipt of a folder for more lines.</summary>
        public Receipt(string folder)
        {
            string place = Path.Combine(folder, Name);
            try
            {
                file = new FileStream(
                    place, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
                // A run that was killed may have left half a line.
                long end = file.Length;
                while (end > 0 && ByteAt(end - 1) != '\n') end--;
                file.SetLength(end);
                if (end == 0) Write(Header);
            }
            catch (Exception problem)
            {
                if (Stopped.IsOfTheDisk(problem)) throw new Stopped(place, problem);
                throw;
            }
        }

        int ByteAt(long place)
        {
            file.Seek(place, SeekOrigin.Begin);
            return file.ReadByte();
        }

        /// <summary>Writes down that a file is complete.</summary>
        public void Add(Item item, string status, long bytes)
        {
            string now = DateTime.UtcNow.ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            string size = bytes.ToString(CultureInfo.InvariantCulture);
            try
            {
                string line = string.Join("\t", now, status, size, item.Path, item.Address);
                lock (file) Write(line + "\n");
            }
            catch (Exception problem)
            {
                if (Stopped.IsOfTheDisk(problem)) throw new Stopped(Name, problem);
                throw;
            }
        }

        void Write(string text)
        {
            byte[] bytes = new UTF8Encoding(false).GetBytes(text);
            file.Seek(0, SeekOrigin.End);
            file.Write(bytes, 0, bytes.Length);
            file.Flush();
        }

        public void Dispose() { file.Dispose(); }

        /// <summary>Reads all receipts of a folder; what was written last counts.</summary>
        public static Dictionary<string, Record> Read(string folder)
        {
            Dictionary<string, Record> all = new Dictionary<string, Record>();
            if (!Directory.Exists(folder)) return all;
            foreach (string place in Directory.GetFiles(folder, Pattern))
            {
                foreach (KeyValuePair<string, Record> one in ReadOne(place))
                {
                    Record other;
                    bool isNewer = !all.TryGetValue(one.Key, out other)
                        || string.CompareOrdinal(one.Value.Time, other.Time) >= 0;
                    if (isNewer) all[one.Key] = one.Value;
                }
            }
            return all;
        }

        static Dictionary<string, Record> ReadOne(string place)
        {
            Dictionary<string, Record> records = new Dictionary<string, Record>();
            foreach (string line in Words.ReadLines(place))
            {
                string[] fields = line.Split('\t');
                long bytes;
                if (fields.Length != 5) continue;
                bool isNumber = long.TryParse(
                    fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
                if (!isNumber) continue;
                records[fields[3]] = new Record
                {
                    Time = fields[0],
                    Status = fields[1],
                    Bytes = bytes,
                    Uri = fields[4],
                };
            }
            return records;
        }
    }
}
