namespace Skybasket
{
    using System;
    using System.Globalization;
    using System.IO;
    using System.Security.Cryptography;
    using System.Text;
    using System.Threading;

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
}
