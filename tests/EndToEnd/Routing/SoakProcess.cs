using System.Diagnostics;
using System.Runtime.InteropServices;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>
/// A process under way whose standard input stays open, so that what runs with <c>--until-eof</c> lives until it is killed or this test is
/// gone. Of its output only the last lines are kept: it runs for minutes.
/// </summary>
internal sealed partial class SoakProcess : IAsyncDisposable
{
    public const int SigHup = 1;
    public const int SigTerm = 15;
    private const int LinesKept = 40;

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _pumps;

    private SoakProcess(Process process)
    {
        _process = process;
        _pumps = Task.WhenAll(PumpAsync(process.StandardOutput, _firstLine), PumpAsync(process.StandardError, null));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it printed.</summary>
    public string LastWords
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public static SoakProcess Start(params string[] args)
    {
        string[] command = [.. Loadgen.Command, .. args, "--until-eof"];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new SoakProcess(Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} was not started"));
    }

    /// <summary>The line in which it says where it listens; null when it ended before.</summary>
    public async Task<string?> WaitUntilListensAsync()
    {
        Task over = _process.WaitForExitAsync();
        await Task.WhenAny(_firstLine.Task, over).WaitAsync(Loadgen.DefaultLimit);
        if (!_firstLine.Task.IsCompletedSuccessfully)
        {
            await _pumps;
        }

        return _firstLine.Task.IsCompletedSuccessfully ? await _firstLine.Task : null;
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        await _pumps;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await _pumps;
        _process.Dispose();
    }

    private async Task PumpAsync(StreamReader reader, TaskCompletionSource<string>? first)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > LinesKept)
                {
                    _lines.Dequeue();
                }
            }

            first?.TrySetResult(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
