namespace Skybasket
{
    using System;
    using System.Collections.Generic;
    using System.Diagnostics;
    using System.Globalization;
    using System.IO;
    using System.Reflection;
    using System.Security.Cryptography;
    using System.Text;
    using System.Threading;

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
                lock (file) Write(string.Join("\t", now, status, size, item.Path, item.Address) + "\n");
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
                if (!long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out bytes))
                    continue;
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

    /// <summary>The folder that all files go into, held by one run at a time.</summary>
    public sealed class Folder : IDisposable
    {
        const int LongestPath = 259;

        readonly Dictionary<string, string> made = new Dictionary<string, string>();
        readonly string held;
        string owner;

        public readonly string Root;

        public Folder(string root)
        {
            Root = Path.GetFullPath(root);
            held = Path.Combine(Root, ".skybasket.lock");
        }

        /// <summary>Returns where a file goes.</summary>
        public string PlaceOf(Item item)
        {
            return Path.Combine(Root, item.Path.Replace('/', Path.DirectorySeparatorChar));
        }

        /// <summary>Returns what is wrong with a file, or null.</summary>
        public string Inspect(Item item, Record record)
        {
            FileInfo file = new FileInfo(PlaceOf(item));
            bool isRecorded = record != null && record.Uri == item.Address;
            bool isIncomplete = File.Exists(file.FullName + ".part");
            if (!file.Exists) return (isIncomplete ? "incomplete: " : "missing: ") + item.Path;
            if (!isRecorded) return "unrecorded: " + item.Path;
            if (file.Length != record.Bytes)
                return "wrong size: " + item.Path + ": " + Words.Number(file.Length) + " bytes, "
                    + Words.Number(record.Bytes) + " expected";
            bool isRight = Checksums.AreRight(item.Checksum, file.FullName);
            return isRight ? null : "wrong checksum: " + item.Path;
        }

        /// <summary>Makes the folder, and keeps other runs out of it.</summary>
        public void Hold()
        {
            string place = Path.Combine(held, "pid");
            try
            {
                Directory.CreateDirectory(held);
                if (File.Exists(place)) TakeOver(place);
                byte[] name = Encoding.ASCII.GetBytes(
                    Process.GetCurrentProcess().Id + " " + Environment.MachineName + "\n");
                using (FileStream file = new FileStream(place, FileMode.CreateNew))
                    file.Write(name, 0, name.Length);
                owner = place;
            }
            catch (Exception problem)
            {
                if (!Stopped.IsOfTheDisk(problem)) throw;
                // Another run may have been quicker.
                if (File.Exists(place)) TakeOver(place);
                throw new Refusal("cannot write into " + Root + ": " + Words.OneLine(problem.Message));
            }
        }

        /// <summary>Removes what a dead run left, and refuses to disturb a living one.</summary>
        void TakeOver(string place)
        {
            string[] names = File.ReadAllText(place).Split(' ', '\n', '\r');
            string process = names[0], host = names.Length > 1 ? names[1] : "";
            bool isHere = host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);
            if (!isHere || IsRunning(process))
                throw new Refusal(
                    "another run works in this folder (process " + process + " on " + host
                    + "); if that is wrong, remove " + held);
            File.Delete(place);
        }

        static bool IsRunning(string process)
        {
            int id;
            if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out id))
                return false;
            try
            {
                using (Process found = Process.GetProcessById(id)) return !found.HasExited;
            }
            catch (ArgumentException) { return false; }
            // It runs, and belongs to somebody else.
            catch (System.ComponentModel.Win32Exception) { return true; }
        }

        /// <summary>Lets other runs in.</summary>
        public void Dispose()
        {
            if (owner == null) return;
            try
            {
                File.Delete(owner);
                Directory.Delete(held);
            }
            catch (IOException) { }
            catch (UnauthorizedAccessException) { }
            owner = null;
        }

        /// <summary>
        /// Makes the folders above a file; returns why it cannot be put there, or null.
        /// </summary>
        public string MakeRoom(Item item)
        {
            if (Directory.Exists(PlaceOf(item)))
                return "a folder is in its place: " + item.Path;
            // Windows PowerShell, and not its successor, is bound to this limit.
            bool isBound = typeof(object).Assembly.GetName().Name == "mscorlib"
                && Path.DirectorySeparatorChar == '\\';
            if (isBound && PlaceOf(item).Length + ".part.about".Length > LongestPath)
                return "its path is too long for Windows PowerShell; choose a shorter -Dest";
            int end = item.Path.LastIndexOf('/');
            if (end < 0) return null;
            string above = item.Path.Substring(0, end);
            lock (made)
            {
                string reason;
                if (!made.TryGetValue(above, out reason)) made[above] = reason = Make(above);
                return reason;
            }
        }

        string Make(string path)
        {
            string place = Root;
            foreach (string part in path.Split('/'))
            {
                place = Path.Combine(place, part);
                try
                {
                    if (IsLink(place) && !LeadsInside(place))
                        return "a link that leads out of the folder is in the way: " + place;
                    if (File.Exists(place)) return "a file is in the way: " + place;
                    Directory.CreateDirectory(place);
                }
                catch (Exception problem)
                {
                    if (Stopped.IsOfTheDisk(problem)) throw new Stopped(place, problem);
                    throw;
                }
            }
            return null;
        }

        static bool IsLink(string place)
        {
            try
            {
                return (File.GetAttributes(place) & FileAttributes.ReparsePoint) != 0;
            }
            catch (FileNotFoundException) { return false; }
            catch (DirectoryNotFoundException) { return false; }
        }

        /// <summary>
        /// Tells whether a link leads to a place in the folder; where links cannot be
        /// followed, as before .NET 6, none does.
        /// </summary>
        bool LeadsInside(string place)
        {
            MethodInfo resolve = typeof(Directory).GetMethod(
                "ResolveLinkTarget", new[] { typeof(string), typeof(bool) });
            if (resolve == null) return false;
            FileSystemInfo target = (FileSystemInfo)resolve.Invoke(null, new object[] { place, true });
            // Folders in a cloud drive look like links and are none.
            return target == null || target.FullName.StartsWith(
                Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
    }

    /// <summary>The bytes of a file that have come, and which version they are of.</summary>
    public sealed class Part
    {
        readonly string whole, place, about;

        /// <summary>Strong ETag or date; empty if the server named none.</summary>
        public string Validator = "";
        /// <summary>Bytes of the whole file, as the server announced; -1 if it did not.</summary>
        public long Total = -1;

        /// <summary>Looks at what an earlier attempt left; useless bytes are removed.</summary>
        public Part(string whole)
        {
            this.whole = whole;
            place = whole + ".part";
            about = place + ".about";
            if (!ReadAbout() || Length > Total && Total >= 0) Remove();
        }

        public long Length { get { return LengthAt(whole); } }

        /// <summary>Returns how many bytes of a file have come.</summary>
        public static long LengthAt(string whole)
        {
            FileInfo file = new FileInfo(whole + ".part");
            return file.Exists ? file.Length : 0;
        }

        bool Exists { get { return File.Exists(place); } }

        /// <summary>Whether all bytes have come.</summary>
        public bool IsWhole { get { return Exists && Length == Total; } }

        bool ReadAbout()
        {
            if (!File.Exists(about) || !Exists) return false;
            string[] lines = File.ReadAllText(about, Encoding.UTF8).Split('\n');
            // What follows the last line's end: without it, the last line may be cut.
            if (lines.Length != 3 || lines[0].Length == 0) return false;
            long total = -1;
            bool isKnown = lines[1] == "-" || long.TryParse(
                lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out total);
            Validator = lines[0];
            Total = lines[1] == "-" ? -1 : total;
            return isKnown;
        }

        /// <summary>Forgets all bytes.</summary>
        public void Remove()
        {
            Validator = "";
            Total = -1;
            try
            {
                File.Delete(place);
                File.Delete(about);
            }
            catch (DirectoryNotFoundException) { }
            catch (Exception problem)
            {
                if (Stopped.IsOfTheDisk(problem)) throw new Stopped(place, problem);
                throw;
            }
        }

        /// <summary>Opens the bytes to add more of the same version to them.</summary>
        public FileStream Continue()
        {
            return Open(FileMode.Append);
        }

        /// <summary>Opens the bytes anew, for a version that may be another one.</summary>
        public FileStream Begin(string validator, long total)
        {
            // The old bytes go first: they must never stand beside what is said of new ones.
            FileStream file = Open(FileMode.Create);
            try
            {
                Validator = validator;
                Total = total;
                string size = total < 0 ? "-" : total.ToString(CultureInfo.InvariantCulture);
                File.WriteAllText(about, validator + "\n" + size + "\n", new UTF8Encoding(false));
                return file;
            }
            catch (Exception problem)
            {
                file.Dispose();
                if (Stopped.IsOfTheDisk(problem)) throw new Stopped(about, problem);
                throw;
            }
        }

        FileStream Open(FileMode mode)
        {
            try
            {
                return new FileStream(place, mode, FileAccess.Write, FileShare.Read, 1);
            }
            catch (Exception problem)
            {
                if (Stopped.IsOfTheDisk(problem)) throw new Stopped(place, problem);
                throw;
            }
        }

        /// <summary>Puts the whole file in its place.</summary>
        public void Finish()
        {
            const int patience = 10;
            for (int trial = 1; ; trial++)
            {
                try
                {
                    File.Delete(whole);
                    File.Move(place, whole);
                    File.Delete(about);
                    return;
                }
                catch (Exception problem)
                {
                    if (!Stopped.IsOfTheDisk(problem)) throw;
                    // A virus scanner may look at a new file for a moment.
                    if (trial == patience)
                        throw new Failure("cannot replace it: " + Words.OneLine(problem.Message));
                    Thread.Sleep(100);
                }
            }
        }

        /// <summary>Tells whether the bytes have the checksum of the list.</summary>
        public bool IsRight(Item item) { return Checksums.AreRight(item.Checksum, place); }
    }

    /// <summary>Sums that show whether bytes are the right ones, as in "sha1:2fd4".</summary>
    public static class Checksums
    {
        public static bool IsKnown(string checksum)
        {
            using (HashAlgorithm algorithm = Algorithm(checksum)) return algorithm != null;
        }

        /// <summary>Tells whether a file has the checksum of the list, if that has one.</summary>
        public static bool AreRight(string checksum, string place)
        {
            if (checksum == "-") return true;
            using (HashAlgorithm algorithm = Algorithm(checksum))
            using (FileStream file = File.OpenRead(place))
            {
                string sum = BitConverter.ToString(algorithm.ComputeHash(file)).Replace("-", "");
                return checksum.EndsWith(":" + sum, StringComparison.OrdinalIgnoreCase);
            }
        }

        static HashAlgorithm Algorithm(string checksum)
        {
            switch (checksum.Split(':')[0])
            {
                case "md5": return MD5.Create();
                case "sha1": return SHA1.Create();
                case "sha256": return SHA256.Create();
                default: return null;
            }
        }
    }
}
