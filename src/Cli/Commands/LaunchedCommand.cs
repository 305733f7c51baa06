using System.ComponentModel;
using System.Diagnostics;
using LoadGen.Launching.Life;
using LoadGen.Launching.Supervising;

namespace LoadGen.Cli.Commands;

/// <summary>The command behind <c>--</c>: it runs while the engine serves, and its exit code is the launch's.</summary>
internal static class LaunchedCommand
{
    // A benchmark that is asked to end writes what it has: that takes seconds.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);
    private const int SigTerm = 15;

    /// <summary>Runs it to its end, or to the engine's, or to a signal.</summary>
    /// <returns>Its exit code; 130 when a signal came.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, LaunchSession session, LaunchSignals signals)
    {
        string program = ProgramPath.Find(words[0], Environment.GetEnvironmentVariable("PATH"))
            ?? (words[0] == "loadgen" ? OwnProgram.Words[0] : throw new UsageException($"'{words[0]}', the command to run, is not a program here"));
        IEnumerable<string> arguments = program == OwnProgram.Words[0] ? OwnProgram.Words.Skip(1).Concat(words.Skip(1)) : words.Skip(1);
        var start = new ProcessStartInfo(program, arguments);
        start.Environment["LOADGEN_URL"] = session.Url.ToString().TrimEnd('/');
        start.Environment["LOADGEN_MODEL"] = session.Manifest.Model;
        start.Environment["LOADGEN_MANIFEST"] = Path.Combine(session.Folder, Launching.Manifests.LaunchManifest.FileName);
        using Process process = Start(start);
        Task ended = process.WaitForExitAsync();
        Task stopped = Task.Delay(Timeout.Infinite, signals.Stop);
        Task first = await Task.WhenAny(ended, session.Failed, stopped);
        if (first == ended)
        {
            return process.ExitCode;
        }

        if (first == session.Failed || signals.IsOursAlone)
        {
            ProcessTable table = new();
            if (table.Read(process.Id) is { } stat)
            {
                table.Signal(stat.Identity, SigTerm);
            }
        }

        Task limit = Task.Delay(s_grace);
        Task atOnce = Task.Delay(Timeout.Infinite, signals.AtOnce);
        if (await Task.WhenAny(ended, limit, atOnce) != ended)
        {
            process.Kill(entireProcessTree: true);
            await ended;
        }

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
