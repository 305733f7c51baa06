using System.ComponentModel;
using System.Diagnostics;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Programs;

/// <summary>The programs of this host.</summary>
public sealed class SystemPrograms : IPrograms
{
    /// <inheritdoc/>
    public string? Find(string name) => ProgramPath.Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <inheritdoc/>
    public async Task<ProgramResult> RunAsync(IReadOnlyList<string> words, TimeSpan limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(words);
        string path = Find(words[0]) ?? throw new ProgramException($"'{words[0]}' is not installed, or its folder is not on PATH");
        var start = new ProcessStartInfo(path, words.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        using Process process = Start(start, words[0]);
        process.StandardInput.Close();
        Task<string> stdout = process.StandardOutput.ReadToEndAsync(timer.Token);
        Task<string> stderr = process.StandardError.ReadToEndAsync(timer.Token);
        try
        {
            await process.WaitForExitAsync(timer.Token);
            return new ProgramResult(process.ExitCode, await stdout, await stderr);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new ProgramException($"'{words[0]}' did not answer within {limit.TotalSeconds:0} s");
        }
    }

    private static Process Start(ProcessStartInfo start, string name)
    {
        try
        {
            return Process.Start(start) ?? throw new ProgramException($"'{name}' was not started");
        }
        catch (Win32Exception e)
        {
            throw new ProgramException($"'{name}' cannot be started: {e.Message}", e);
        }
    }
}
