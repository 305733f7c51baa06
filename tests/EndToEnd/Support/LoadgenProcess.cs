using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace LoadGen.EndToEnd.Support;

/// <summary>A process under way, its output gathered. Ended with everything below it when the test is over.</summary>
internal sealed partial class LoadgenProcess : IAsyncDisposable
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private readonly Process _process;
    private readonly Output _stdout;
    private readonly Output _stderr;

    private LoadgenProcess(Process process)
    {
        _process = process;
        _stdout = new Output(process.StandardOutput);
        _stderr = new Output(process.StandardError);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Lines of standard output so far.</summary>
    public string StdoutSoFar => _stdout.SoFar;

    /// <summary>Lines of standard error so far.</summary>
    public string StderrSoFar => _stderr.SoFar;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables set for it; null for none.</param>
    /// <param name="workingFolder">Where it runs; null for here.</param>
    /// <param name="keepsInput">Standard input stays open until the process is disposed of, which a program started with <c>--until-eof</c> outlives by nothing.</param>
    public static LoadgenProcess Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment, string? workingFolder, bool keepsInput = false)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = workingFolder ?? "",
        };
        // Short runs: instrumenting their code for a later, better compilation only slows the JIT down.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} was not started");
        if (!keepsInput)
        {
            process.StandardInput.Close();
        }

        return new LoadgenProcess(process);
    }

    /// <summary>Waits for the end; past the limit the process is killed and the test fails with its output.</summary>
    public async Task<Finished> WaitAsync(TimeSpan? limit = null)
    {
        using var timer = new CancellationTokenSource(limit ?? Loadgen.DefaultLimit);
        try
        {
            await _process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"not over after {limit ?? Loadgen.DefaultLimit}\n{_stdout.SoFar}\n{_stderr.SoFar}");
        }

        return new Finished(_process.ExitCode, await _stdout.AllAsync(), await _stderr.AllAsync());
    }

    /// <summary>Waits for a line of standard output that holds <paramref name="fragment"/>.</summary>
    public async Task<string> WaitForLineAsync(string fragment)
    {
        string? line = await _stdout.LineAsync(fragment).WaitAsync(Loadgen.DefaultLimit);
        return line ?? throw new InvalidOperationException($"'{fragment}' was not printed:\n{_stdout.SoFar}\n{_stderr.SoFar}");
    }

    /// <summary>Waits for a line of standard error that holds <paramref name="fragment"/>.</summary>
    public async Task<string> WaitForMessageAsync(string fragment)
    {
        string? line = await _stderr.LineAsync(fragment).WaitAsync(Loadgen.DefaultLimit);
        return line ?? throw new InvalidOperationException($"'{fragment}' was not said:\n{_stdout.SoFar}\n{_stderr.SoFar}");
    }

    /// <summary>Gives it a line, and nothing more.</summary>
    public void WriteLastLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Close();
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private sealed class Output
    {
        private readonly StringBuilder _text = new();
        private readonly List<(string Fragment, TaskCompletionSource<string?> Line)> _waiting = [];
        private readonly Task _pump;
        private bool _isOver;

        public Output(StreamReader reader) => _pump = PumpAsync(reader);

        public string SoFar
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public async Task<string> AllAsync()
        {
            await _pump;
            return SoFar;
        }

        public Task<string?> LineAsync(string fragment)
        {
            lock (_text)
            {
                string? line = _text.ToString().Split('\n').FirstOrDefault(l => l.Contains(fragment, StringComparison.Ordinal));
                if (line is not null || _isOver)
                {
                    return Task.FromResult(line);
                }

                var source = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((fragment, source));
                return source.Task;
            }
        }

        private async Task PumpAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (_text)
                {
                    _text.Append(line).Append('\n');
                    _waiting.FindAll(w => line.Contains(w.Fragment, StringComparison.Ordinal)).ForEach(w => w.Line.TrySetResult(line));
                }
            }

            lock (_text)
            {
                _isOver = true;
                _waiting.ForEach(w => w.Line.TrySetResult(null));
            }
        }
    }
}
