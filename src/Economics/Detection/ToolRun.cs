using System.ComponentModel;
using System.Diagnostics;

namespace LoadGen.Economics.Detection;

/// <summary>A program, run to its end or to a limit.</summary>
public static class ToolRun
{
    /// <summary>Runs it without input, and reads all that it writes.</summary>
    /// <param name="program">Its name on the search path, or its path.</param>
    /// <param name="arguments">A word each; no shell sees them.</param>
    /// <param name="limit">How long it may take; past it the program and all that it started is killed.</param>
    /// <param name="cancellationToken">Kills it as well.</param>
    /// <returns>Its answer; without an exit code where it did not end in time.</returns>
    /// <exception cref="Win32Exception">It is not there, or not to be executed.</exception>
    public static async Task<ToolAnswer> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        using Process process = Process.Start(start) ?? throw new Win32Exception($"{program} was not started");
        process.StandardInput.Close();
        try
        {
            Task<string> stdout = process.StandardOutput.ReadToEndAsync(timer.Token);
            Task<string> stderr = process.StandardError.ReadToEndAsync(timer.Token);
            await process.WaitForExitAsync(timer.Token).ConfigureAwait(false);
            return new ToolAnswer(process.ExitCode, await stdout.ConfigureAwait(false), await stderr.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return new ToolAnswer(null, "", "");
        }
    }
}
