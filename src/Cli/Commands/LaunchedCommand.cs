using System.ComponentModel;
using System.Diagnostics;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Supervising;

namespace LoadGen.Cli.Commands;

/// <summary>
/// The command behind <c>--</c>: it runs while the engine serves, and its exit code is the launch's. It bears the launch's mark, so that
/// what it leaves behind is ended with it, and by <c>--stop</c> where this process was killed.
/// </summary>
internal sealed class LaunchedCommand
{
    // A benchmark that is asked to end writes what it has: that takes seconds.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;

    private LaunchedCommand(string program, IReadOnlyList<string> arguments) => (_program, _arguments) = (program, arguments);

    /// <summary>Finds the program: before an engine is started for it.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static LaunchedCommand Find(IReadOnlyList<string> words)
    {
        string program = ProgramPath.Find(words[0], Environment.GetEnvironmentVariable("PATH"))
            ?? (words[0] == "loadgen" ? OwnProgram.Words[0] : throw new UsageException($"'{words[0]}', the command to run, is not a program here"));
        return new LaunchedCommand(program, [.. program == OwnProgram.Words[0] ? OwnProgram.Words.Skip(1).Concat(words.Skip(1)) : words.Skip(1)]);
    }

    /// <summary>Runs it to its end, or to the engine's, or to a signal. Nothing of it is left then.</summary>
    /// <returns>Its exit code; 130 when a signal came.</returns>
    public async Task<int> RunAsync(LaunchSession session, LaunchSignals signals)
    {
        string mark = RunPlace.CommandMark(session.Manifest.Launch);
        var start = new ProcessStartInfo(_program, _arguments);
        start.Environment["LOADGEN_URL"] = session.Url.ToString().TrimEnd('/');
        start.Environment["LOADGEN_MODEL"] = session.Manifest.Model;
        start.Environment["LOADGEN_MANIFEST"] = Path.Combine(session.Folder, Launching.Manifests.LaunchManifest.FileName);
        start.Environment[RunPlace.MarkVariable] = mark;
        using Process process = Start(start);
        var table = new ProcessTable();
        ProcessIdentity[] known = table.Read(process.Id) is { } stat ? [stat.Identity] : [];
        Task ended = process.WaitForExitAsync();
        Task stopped = Task.Delay(Timeout.Infinite, signals.Stop);
        Task first = await Task.WhenAny(ended, session.Failed, stopped);
        if (first == stopped && !signals.IsOursAlone)
        {
            // The terminal has told all of it already, and a second word would be taken for impatience. Where Ctrl-C was for this process alone
            // (kill -INT), nobody has told the command, and nothing would be seen to happen.
            Console.Error.WriteLine($"loadgen: interrupted: waiting for {Path.GetFileName(_program)} (pid {process.Id}) to end, {s_grace.TotalSeconds:0} s at most; a second Ctrl-C ends it at once");
            await Task.WhenAny(ended, Task.Delay(s_grace), Task.Delay(Timeout.Infinite, signals.AtOnce));
        }

        // The whole tree, and what has left it: a shell that ends at SIGTERM leaves the benchmark that it waits for.
        IReadOnlyList<ProcessStat> left = await new OwnedProcesses(table, TimeProvider.System).EndAsync(known, mark, s_grace, signals.AtOnce);
        if (left.Count > 0)
        {
            Console.Error.WriteLine($"loadgen: the command left {string.Join(", ", left.Select(one => $"{one.Name} (pid {one.Identity.Pid})"))}, which cannot be ended");
            return ExitCode.Failed;
        }

        if (first == ended)
        {
            return process.ExitCode;
        }

        await ended;
        return first == session.Failed ? ExitCode.Failed : ExitCode.Interrupted;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new UsageException($"'{start.FileName}' was not started");
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"'{start.FileName}' cannot be started: {e.Message}");
        }
    }
}
