namespace Skybasket
{
    using System;
    using System.Collections.Generic;
    using System.Diagnostics;
    using System.Globalization;
    using System.IO;
    using System.Reflection;
    using System.Text;

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
                throw new Refusal(
                    "cannot write into " + Root + ": " + Words.OneLine(problem.Message));
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
            object target = resolve.Invoke(null, new object[] { place, true });
            // Folders in a cloud drive look like links and are none.
            return target == null || ((FileSystemInfo)target).FullName.StartsWith(
                Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
    }
}
