using System.ComponentModel;
using System.Diagnostics;

namespace LoadGen.Telemetry.Sources.Commands;

/// <summary>A vendor's program: run to its end for an answer, or kept running for its lines.</summary>
internal sealed class ToolProcess : IDisposable
{
    // Long enough for a tool that wakes sleeping GPUs, which takes some seconds.
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private volatile bool _hasSaidAll;

    private ToolProcess(Process process) => _process = process;

    /// <summary>Its exit code; null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Every line of its output has been handed on. Its end may be seen before its last lines are.</summary>
    public bool HasSaidAll => _hasSaidAll;

    /// <summary>Starts it; each line of its output is handed on as it comes, on a thread of the pool.</summary>
    /// <exception cref="TelemetryException">It cannot be started.</exception>
    public static ToolProcess Start(string program, IEnumerable<string> arguments, Action<string> onLine)
    {
        Process process = Launch(program, arguments);
        var tool = new ToolProcess(process);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                onLine(text);
            }
            else
            {
                tool._hasSaidAll = true;
            }
        };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>What it prints.</summary>
    /// <exception cref="TelemetryException">It cannot be started, fails, or does not end in time.</exception>
    public static string Ask(string program, params IEnumerable<string> arguments)
    {
        using Process process = Launch(program, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_answerLimit))
        {
            End(process);
            throw new TelemetryException($"{program} did not answer within {s_answerLimit.TotalSeconds:0} s: is the driver healthy?");
        }

        if (!Task.WaitAll([output, error], s_answerLimit) || process.ExitCode != 0)
        {
            string said = error.IsCompletedSuccessfully && error.Result.Trim().Length > 0 ? error.Result : output.IsCompletedSuccessfully ? output.Result : "";
            throw new TelemetryException($"{program} failed with exit code {process.ExitCode}: {FirstLine(said)}");
        }

        return output.Result;
    }

    public void Dispose()
    {
        End(_process);
        _process.Dispose();
    }

    private static Process Launch(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            Process process = Process.Start(start) ?? throw new TelemetryException($"{program} was not started");
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new TelemetryException($"{program} cannot be started: it is not on the PATH, or may not be run", e);
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(s_answerLimit);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the signal: that is what was wanted.
        }
    }

    private static string FirstLine(string text)
    {
        string line = text.Trim().Split('\n')[0].Trim();
        return line.Length == 0 ? "it said nothing" : line.Length > 300 ? line[..300] : line;
    }
}
