using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources.Commands;

/// <summary>
/// AMD GPUs through <c>amd-smi metric --json</c>, run again and again on a thread of its own, where the library cannot be loaded or its structs are not
/// known. One run takes about a second: gaps between readings are long, and the coverage says so.
/// </summary>
public sealed class AmdSmiToolSource : IGpuSource
{
    private static readonly string[] s_metric = ["metric", "--power", "--energy", "--usage", "--clock", "--temperature", "--mem-usage", "--json"];

    // A run that is under way when the source is closed is waited for this long.
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(25);

    private readonly string _program;
    private readonly IMonotonicClock _clock;
    private readonly LatestReadings _latest;
    private readonly SourceErrors _errors = new();
    private readonly ManualResetEventSlim _closing = new();
    private readonly Thread _thread;

    private AmdSmiToolSource(string program, IReadOnlyList<GpuDevice> devices, IMonotonicClock clock)
    {
        _program = program;
        _clock = clock;
        _latest = new LatestReadings(devices);
        Devices = devices;
        Ask();
        _thread = new Thread(Run) { IsBackground = true, Name = "amd-smi" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public string Name => "amd-smi";

    /// <inheritdoc/>
    public string PowerMeaning => "amd-smi metric: socket power, whole watts, about one reading a second";

    /// <inheritdoc/>
    public IReadOnlyList<GpuDevice> Devices { get; }

    /// <inheritdoc/>
    public long Errors => _errors.Count;

    /// <inheritdoc/>
    public string? LastError => _errors.Last;

    /// <summary>Asks the program once, then goes on asking.</summary>
    /// <param name="gpus">Indices; null for all.</param>
    /// <param name="clock">Stamps the answers.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="TelemetryException">It is not there, or shows not one of the GPUs.</exception>
    public static AmdSmiToolSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock, string program = "amd-smi") =>
        new(program, GpuSelection.Pick(AmdSmiJson.Devices(ToolProcess.Ask(program, "list", "--json")), d => d, gpus), clock);

    /// <inheritdoc/>
    public void Read(Span<GpuReading> readings, bool withEnergy) => _latest.CopyTo(readings);

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Set();
        if (_thread.Join(s_end))
        {
            _closing.Dispose();
        }
    }

    private void Run()
    {
        ThreadPriorities.StandBack();
        while (!_closing.IsSet)
        {
            try
            {
                Ask();
            }
            catch (TelemetryException e)
            {
                _errors.Add(e.Message);

                // A program that fails at once must not be started a hundred times a second.
                _closing.Wait(TimeSpan.FromSeconds(1));
            }
        }
    }

    private void Ask()
    {
        long before = _clock.NowNs;
        IReadOnlyList<(int Index, GpuReading Reading)> readings = AmdSmiJson.Readings(ToolProcess.Ask(_program, s_metric));
        long middle = before + ((_clock.NowNs - before) / 2);
        foreach ((int index, GpuReading reading) in readings)
        {
            _latest.Put(index, reading with { TimeNs = middle });
        }
    }
}
