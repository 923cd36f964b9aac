namespace Skybasket
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Globalization;
    using System.IO;
    using System.Text;
    using System.Text.RegularExpressions;

    /// <summary>Why nothing can be done at all: the script ends with status 2.</summary>
    public sealed class Refusal : Exception
    {
        public Refusal(string message) : base(message) { }
    }

    /// <summary>What the person who runs the script wants.</summary>
    public sealed class Options
    {
        public const int MostJobs = 16;

        public int? Jobs;
        public string Dest, Only, From, TokenFile;
        public bool List, Check, Strict, Quiet, Help;

        /// <summary>Reads the parameters, and what PowerShell could not make out.</summary>
        public Options(IDictionary given, string[] unknown)
        {
            if (unknown.Length > 0)
                throw new Refusal("unknown option " + unknown[0] + " (see -Help)");
            foreach (DictionaryEntry option in given)
                Set((string)option.Key, (string)option.Value);
        }

        void Set(string name, string value)
        {
            bool isOn = value == "True";
            switch (name.ToLowerInvariant())
            {
                case "jobs": Jobs = ReadJobs(value); break;
                case "dest": Dest = NotEmpty(name, value); break;
                case "only": Only = NotEmpty(name, value); break;
                case "from": From = NotEmpty(name, value); break;
                case "tokenfile": TokenFile = NotEmpty(name, value); break;
                case "list": List = isOn; break;
                case "check": Check = isOn; break;
                case "strict": Strict = isOn; break;
                case "quiet": Quiet = isOn; break;
                case "help": Help = isOn; break;
                default: throw new Refusal("unknown option -" + name + " (see -Help)");
            }
        }

        static int ReadJobs(string value)
        {
            int jobs;
            bool isNumber = int.TryParse(
                value, NumberStyles.None, CultureInfo.InvariantCulture, out jobs);
            if (!isNumber || jobs < 1 || jobs > MostJobs)
                throw new Refusal("-Jobs takes a number from 1 to " + MostJobs + ", not " + value);
            return jobs;
        }

        static string NotEmpty(string name, string value)
        {
            if (value.Length == 0) throw new Refusal("-" + name + " takes a value");
            return value;
        }
    }

    /// <summary>One file of the list.</summary>
    public sealed class Item
    {
        /// <summary>Its place among the files of the list, counted from 0.</summary>
        public readonly int Place;
        /// <summary>Bytes; "~" goes before a rounded number, "-" stands for none.</summary>
        public readonly string Size;
        /// <summary>As in "sha1:2fd4e1c6", or "-".</summary>
        public readonly string Checksum;
        public readonly bool NeedsToken;
        /// <summary>Where it goes, below the folder, with "/" between the parts.</summary>
        public readonly string Path;
        /// <summary>A whole web address, or what continues the service's.</summary>
        public readonly string Address;

        Item(int place, string[] fields)
        {
            Place = place;
            Size = fields[0];
            Checksum = fields[1];
            NeedsToken = fields[2] == "t";
            Path = fields[3];
            Address = fields[4];
        }

        /// <summary>Reads a line of the list; a sixth field, if any, is a reason.</summary>
        public static Item Read(string line, int place)
        {
            string[] fields = line.Split('\t');
            bool isWhole = (fields.Length == 5 || fields.Length == 6)
                && (fields[0] == "-" || ReadSize(fields[0]) != null)
                && (fields[1] == "-" || Checksums.IsKnown(fields[1]))
                && (fields[2] == "t" || fields[2] == "-")
                && fields[4].Length > 0;
            if (!isWhole) throw new Refusal("line " + (place + 1) + " of the list is damaged");
            if (!StaysInside(fields[3]))
                throw new Refusal("a path leaves the folder: " + Words.OneLine(fields[3]));
            return new Item(place, fields);
        }

        /// <summary>Tells whether a path stays below a folder on every system.</summary>
        static bool StaysInside(string path)
        {
            foreach (char letter in path)
                if (char.IsControl(letter) || letter == '\\' || letter == ':') return false;
            foreach (string part in path.Split('/'))
            {
                if (part.Length == 0) return false;
                // Windows drops these: ".. " is another way to say "..".
                char last = part[part.Length - 1];
                if (last == '.' || last == ' ') return false;
            }
            return true;
        }

        static long? ReadSize(string text)
        {
            long size;
            bool isNumber = long.TryParse(
                text.TrimStart('~'), NumberStyles.None, CultureInfo.InvariantCulture, out size);
            return isNumber ? size : (long?)null;
        }

        /// <summary>The size where one is known, exactly or not.</summary>
        public long? RoughSize { get { return ReadSize(Size); } }

        /// <summary>Tells whether a whole file differs from what the list says.</summary>
        public bool IsChanged(long bytes)
        {
            return Size[0] != '~' && Size != "-" && ReadSize(Size) != bytes;
        }

        /// <summary>The list's own line.</summary>
        public string Line
        {
            get { return string.Join("\t", Size, Checksum, NeedsToken ? "t" : "-", Path, Address); }
        }
    }

    /// <summary>
    /// The files that are wanted. The script's own list is read from its file each time:
    /// there may be a million.
    /// </summary>
    public sealed class Listing
    {
        const string Start = "#__SKYBASKET_LIST__";
        const string End = "#__SKYBASKET_END__";
        const string CutOff = "this script is cut off; save it again";

        readonly string script;
        readonly Dictionary<string, string> settings = new Dictionary<string, string>();
        readonly List<Item> others;
        readonly Regex only;

        /// <summary>How many files there are before any are picked.</summary>
        public readonly int Count;

        public Listing(string script, Options options)
        {
            if (!File.Exists(script)) throw new Refusal("save this script to a file and run that");
            this.script = script;
            if (options.Only != null) only = Glob(options.Only);
            Count = ReadThrough();
            if (options.From == null) return;
            others = ReadOthers(options.From);
            Count = others.Count;
        }

        public string Title { get { return Setting("title"); } }
        public string Folder { get { return Setting("folder"); } }
        public string Service { get { return Setting("service"); } }
        public int Jobs { get { return int.Parse(Setting("jobs"), CultureInfo.InvariantCulture); } }

        string Setting(string name)
        {
            string value;
            if (!settings.TryGetValue(name, out value)) throw new Refusal(CutOff);
            return value;
        }

        /// <summary>Returns the web address of a file.</summary>
        public string AddressOf(Item item)
        {
            return IsAbsolute(item.Address) ? item.Address : Service + item.Address;
        }

        /// <summary>Tells whether an address stands for itself.</summary>
        static bool IsAbsolute(string address)
        {
            return address.StartsWith("https://", StringComparison.Ordinal)
                || address.StartsWith("http://", StringComparison.Ordinal);
        }

        /// <summary>Tells whether the archive wants the token with a file's address.</summary>
        public bool TakesToken(Item item)
        {
            if (!item.NeedsToken || IsAbsolute(item.Address)) return false;
            Uri file, service;
            // The end of an address must never change where it leads.
            return Uri.TryCreate(AddressOf(item), UriKind.Absolute, out file)
                && Uri.TryCreate(Service, UriKind.Absolute, out service)
                && OriginOf(file) == OriginOf(service);
        }

        static string OriginOf(Uri address)
        {
            return address.GetLeftPart(UriPartial.Authority);
        }

        /// <summary>Yields the files that are wanted, in the list's order.</summary>
        public IEnumerable<Item> Items()
        {
            foreach (Item item in others ?? Own())
                if (only == null || only.IsMatch(item.Path)) yield return item;
        }

        IEnumerable<Item> Own()
        {
            int place = 0;
            foreach (string line in Lines())
                if (line.StartsWith("# ", StringComparison.Ordinal))
                    yield return Item.Read(line.Substring(2), place++);
        }

        /// <summary>Yields the lines of the list, the mark at its end being the last.</summary>
        IEnumerable<string> Lines()
        {
            using (StreamReader reader = new StreamReader(script, Encoding.UTF8))
            {
                string line = reader.ReadLine();
                while (line != null && line != Start) line = reader.ReadLine();
                while (line != null && line != End)
                {
                    line = reader.ReadLine();
                    if (line != null) yield return line;
                }
            }
        }

        /// <summary>Reads the settings and looks at every line once.</summary>
        int ReadThrough()
        {
            int count = 0;
            string last = "";
            foreach (string line in Lines())
            {
                last = line;
                if (line.StartsWith("# ", StringComparison.Ordinal)) count++;
                if (!line.StartsWith("#! ", StringComparison.Ordinal)) continue;
                string[] setting = line.Substring(3).Split(new[] { '\t' }, 2);
                if (setting.Length == 2) settings[setting[0]] = setting[1];
            }
            if (last != End || Setting("files") != count.ToString(CultureInfo.InvariantCulture))
                throw new Refusal(CutOff);
            foreach (Item item in Own()) { }
            return count;
        }

        static List<Item> ReadOthers(string file)
        {
            List<Item> items = new List<Item>();
            Dictionary<string, bool> paths = new Dictionary<string, bool>();
            foreach (string line in Words.ReadLines(file))
            {
                if (line.Length == 0) continue;
                Item item = Item.Read(line, items.Count);
                // Two workers must never write one file.
                if (paths.ContainsKey(item.Path)) continue;
                paths[item.Path] = true;
                items.Add(item);
            }
            return items;
        }

        /// <summary>Makes an expression of a pattern whose "*" goes across folders.</summary>
        static Regex Glob(string pattern)
        {
            string text = Regex.Replace(
                pattern,
                @"\[(!?)(\]?[^\]]*)\]|[\s\S]",
                part =>
                {
                    if (part.Value == "*") return ".*";
                    if (part.Value == "?") return ".";
                    if (part.Length == 1) return Regex.Escape(part.Value);
                    string letters = Regex.Replace(part.Groups[2].Value, @"[\\\[\]^]", @"\$0");
                    return "[" + (part.Groups[1].Length > 0 ? "^" : "") + letters + "]";
                });
            try
            {
                return new Regex(
                    @"\A(?:" + text + @")\z",
                    RegexOptions.Singleline | RegexOptions.CultureInvariant);
            }
            catch (ArgumentException)
            {
                throw new Refusal("-Only takes a pattern, not " + pattern);
            }
        }
    }
}
