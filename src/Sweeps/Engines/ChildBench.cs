using System.ComponentModel;
using System.Diagnostics;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Engines;

/// <summary>
/// <c>loadgen bench</c> as a child of this program. Its standard input is a pipe that it ends with (<c>--until-eof</c>): closed, it ends in
/// good order; and when this process is killed, the kernel closes it.
/// </summary>
/// <param name="own">How this program starts itself.</param>
/// <param name="time">The clock.</param>
public sealed class ChildBench(IReadOnlyList<string> own, TimeProvider time) : IBench
{
    // Requests under way are cut off and records written: seconds, even with 100,000 streams.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<int> RunAsync(IReadOnlyList<string> words, string log, CancellationToken stop, CancellationToken atOnce)
    {
        ArgumentNullException.ThrowIfNull(words);
        var start = new ProcessStartInfo(own[0], [.. own.Skip(1), .. words, "--until-eof"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The log first: where there is no room for it, nothing is started.
        await using var output = new StreamWriter(log);
        using Process process = Start(start);
        Task pumping = Task.WhenAll(PumpAsync(process.StandardOutput, output), PumpAsync(process.StandardError, output));
        await using (stop.Register(process.StandardInput.Close))
        {
            await EndAsync(process, stop, atOnce);
        }

        await pumping;
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new SweepException($"'{start.FileName} bench' was not started");
        }
        catch (Win32Exception e)
        {
            throw new SweepException($"'{start.FileName} bench' cannot be started: {e.Message}", e);
        }
    }

    private async Task EndAsync(Process process, CancellationToken stop, CancellationToken atOnce)
    {
        Task ended = process.WaitForExitAsync(CancellationToken.None);
        try
        {
            await ended.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            try
            {
                await ended.WaitAsync(s_grace, time, atOnce);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await ended;
            }
        }
    }

    private static async Task PumpAsync(StreamReader from, StreamWriter to)
    {
        IOException? failure = null;
        while (await from.ReadLineAsync() is { } line)
        {
            if (failure is not null)
            {
                continue;
            }

            try
            {
                lock (to)
                {
                    to.WriteLine(line);
                }
            }
            catch (IOException e)
            {
                // Read on to the end: one whose output nobody takes would wait for ever.
                failure = e;
            }
        }

        if (failure is not null)
        {
            throw new IOException($"its log cannot be written: {failure.Message}", failure);
        }
    }
}
