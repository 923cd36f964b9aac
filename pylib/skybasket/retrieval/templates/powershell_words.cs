namespace Skybasket
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.IO;
    using System.Text;
    using System.Text.RegularExpressions;

    /// <summary>Texts for people, the same in every country.</summary>
    public static class Words
    {
        public const string Help =
@"Fetches the files of the list in this script. Run it again to go on where it stopped.

  -Jobs N          files at a time, 1 to 16
  -Dest DIR        the folder they go into
  -Only GLOB       only files whose path matches, as in *_drz.fits
  -From FILE       the files of a failed.txt instead of the script's own
  -List            only print size, path and address of the files
  -Check           only look whether all files are there and whole
  -Strict          exit status 1 if a file has another size than in the basket
  -Quiet           only print what failed or changed
  -TokenFile FILE  the file that holds the token; or set MAST_API_TOKEN
  -Help            print this

Exit status: 0 all files are complete, 1 some failed, 2 it could not start,
130 interrupted. What is complete stands in skybasket-receipt.tsv, what failed in
failed.txt.";

        public static string Number(double number)
        {
            return number.ToString("0.###", CultureInfo.InvariantCulture);
        }

        /// <summary>Returns a text without line ends and tabs.</summary>
        public static string OneLine(string text)
        {
            return Regex.Replace(text, @"[\s\p{C}]+", " ");
        }

        /// <summary>Returns an amount like "3.4 GB".</summary>
        public static string Size(double bytes)
        {
            if (bytes < 1000) return Number(Math.Round(bytes)) + " B";
            string[] units = { "kB", "MB", "GB", "TB", "PB" };
            int unit = -1;
            do
            {
                bytes /= 1000;
                unit++;
            }
            while (bytes >= 999.95 && unit < units.Length - 1);
            return bytes.ToString("0.0", CultureInfo.InvariantCulture) + " " + units[unit];
        }

        /// <summary>Returns the line for a file that has another size than in the list.</summary>
        public static string Changed(Item item, Record record)
        {
            return "changed: " + item.Path + ": " + item.Size + " bytes in the basket, "
                + Number(record.Bytes) + " at the archive";
        }

        /// <summary>Returns why a file cannot go where another one is.</summary>
        public static string Taken(Record record)
        {
            return "another file is in its place: " + record.Uri + "; choose another -Dest";
        }

        /// <summary>Returns a time like "1 min 28 s".</summary>
        public static string Time(double seconds)
        {
            long whole = (long)Math.Ceiling(seconds);
            if (whole < 60) return whole + " s";
            if (whole < 3600) return whole / 60 + " min " + whole % 60 + " s";
            return whole / 3600 + " h " + whole / 60 % 60 + " min";
        }

        /// <summary>Returns a word of a command as PowerShell wants it.</summary>
        public static string Quoted(string word)
        {
            if (Regex.IsMatch(word, @"\A[A-Za-z0-9_.:/\\][A-Za-z0-9_.:/\\-]*\z")) return word;
            // It takes typographic quotes for quotes.
            return "'" + Regex.Replace(word, "['\u2018-\u201b]", "$0$0") + "'";
        }

        /// <summary>Yields the lines of a text file in UTF-8.</summary>
        public static IEnumerable<string> ReadLines(string file)
        {
            // Somebody, perhaps this run, may be writing to it.
            using (FileStream stream = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            using (StreamReader reader = new StreamReader(stream, Encoding.UTF8))
            {
                string line;
                while ((line = reader.ReadLine()) != null) yield return line;
            }
        }
    }
}
