using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Mono.Unix;
using Mono.Unix.Native;

/// <summary>Does for the script's C# what its PowerShell does, where there is none.</summary>
static class Host
{
    static readonly string[] Paths = { "-dest", "-from", "-tokenfile" };
    static readonly string[] Values = { "-jobs", "-only" };
    static readonly string[] Switches = { "-list", "-check", "-strict", "-quiet", "-help" };

    static int Main(string[] words)
    {
        Hashtable given = new Hashtable();
        List<string> unknown = new List<string>();
        for (int number = 1; number < words.Length; number++)
        {
            string option = words[number].ToLowerInvariant();
            bool isPath = Array.IndexOf(Paths, option) >= 0;
            bool hasValue = isPath || Array.IndexOf(Values, option) >= 0;
            if (hasValue && number + 1 < words.Length)
            {
                string value = words[++number];
                bool isGiven = isPath && value.Length > 0;
                given[option.Substring(1)] = isGiven ? Path.GetFullPath(value) : value;
            }
            else if (Array.IndexOf(Switches, option) >= 0)
                given[option.Substring(1)] = "True";
            else
                unknown.Add(words[number]);
        }
        string token = Environment.GetEnvironmentVariable("MAST_API_TOKEN");
        string script = Path.GetFullPath(words[0]);
        Skybasket.Run run = new Skybasket.Run(script, "pwsh", Environment.CurrentDirectory);
        Thread watch = new Thread(() => Watch(run));
        watch.IsBackground = true;
        watch.Start();
        bool isReady = run.Begin(given, unknown.ToArray(), token);
        if (isReady && run.AsksForToken) isReady = run.Answer(ReadHidden("MAST API token: "));
        if (isReady) run.Start();
        while (!run.IsOver)
            foreach (string line in run.Take(200)) Console.Out.WriteLine(line);
        lock (run) return run.Status;
    }

    static string ReadHidden(string question)
    {
        Process.Start("stty", "-echo").WaitForExit();
        Console.Error.Write(question);
        string typed = new StreamReader(Console.OpenStandardInput()).ReadLine();
        Process.Start("stty", "echo").WaitForExit();
        Console.Error.WriteLine();
        return typed;
    }

    static void Watch(Skybasket.Run run)
    {
        UnixSignal.WaitAny(new[]
        {
            new UnixSignal(Signum.SIGINT),
            new UnixSignal(Signum.SIGTERM),
            new UnixSignal(Signum.SIGHUP),
        });
        lock (run)
        {
            run.Interrupt();
            Environment.Exit(run.Status);
        }
    }
}
