using System.Diagnostics;
using System.Globalization;
using LoadGen.Measurement.Host;

namespace LoadGen.Cli.Calibrating;

/// <summary>The paced server of a calibration: this program as a process of its own, on cores of its own, gone with this one.</summary>
internal sealed class PacedServer : IAsyncDisposable
{
    /// <summary>
    /// Time to first token and how far it varies either way: 100 ms about half a second, five intervals of 20 ms, so that the streams of a
    /// level do not all emit at one instant.
    /// </summary>
    public static readonly TimeSpan TimeToFirstToken = TimeSpan.FromMilliseconds(500);
    public const double Jitter = 0.1;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private PacedServer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Url = new Uri("http://127.0.0.1");
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="PacedServerException">It does not start.</exception>
    public static async Task<PacedServer> StartAsync(IReadOnlyList<int> cores, IReadOnlyList<int> ownCores, TimeSpan itl, CancellationToken cancellation)
    {
        var server = new PacedServer(Launch(cores, ownCores, itl));
        try
        {
            string? line = await server._process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(StartLimit, cancellation);
            string? url = line?.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal));
            server.Url = url is null ? throw await server.FailureAsync("did not start") : new Uri(url);
            return server;
        }
        catch (TimeoutException)
        {
            await server.DisposeAsync();
            throw new PacedServerException($"the paced server did not listen within {StartLimit.TotalSeconds:N0} s");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says that the server is gone, where it is.</summary>
    /// <exception cref="PacedServerException">It is.</exception>
    public async Task ThrowIfGoneAsync()
    {
        if (_process.HasExited)
        {
            throw await FailureAsync("went away");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Closing its input is how it is told; see --until-eof.
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // What is started inherits the cores of the thread that starts it: it never runs on others, and its runtime counts no others.
    private static Process Launch(IReadOnlyList<int> cores, IReadOnlyList<int> ownCores, TimeSpan itl)
    {
        string self = Environment.ProcessPath ?? throw new PacedServerException("the path of this program is not known, so that it cannot be started as a server");
        var start = new ProcessStartInfo(self) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        string[] arguments =
        [
            "simulate", "--port", "0", "--until-eof",
            "--ttft", Milliseconds(TimeToFirstToken), "--itl", Milliseconds(itl), "--jitter", Jitter.ToString(CultureInfo.InvariantCulture),
            "--pacer-threads", Math.Min(64, cores.Count).ToString(CultureInfo.InvariantCulture),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        Affinity.TryBindThread(cores);
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PacedServerException($"{self} could not be started as a server: {e.Message}");
        }
        finally
        {
            Affinity.TryBindThread(ownCores);
        }
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";

    private async Task<PacedServerException> FailureAsync(string what)
    {
        await _process.WaitForExitAsync();
        string errors = (await _errors).Trim();
        return new PacedServerException($"the paced server {what} (exit code {_process.ExitCode}){(errors.Length > 0 ? ": " + errors : "")}");
    }
}

/// <summary>The paced server of a calibration does not do its part.</summary>
internal sealed class PacedServerException(string message) : Exception(message);
