using System.Globalization;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources.Commands;

/// <summary>
/// NVIDIA GPUs through one long run of <c>nvidia-smi</c>, where its library cannot be loaded. A reading carries the time at which its line
/// arrived; there is no energy counter.
/// </summary>
public sealed class NvidiaSmiSource : IGpuSource
{
    // A query of a field that the driver does not know ends at once; the first line of one that it knows comes within a second or two.
    private static readonly TimeSpan s_firstLine = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly string _program;
    private readonly IMonotonicClock _clock;
    private readonly LatestReadings _latest;
    private readonly SourceErrors _errors = new();
    private readonly ManualResetEventSlim _hasLine = new();
    private readonly string _field;
    private readonly ToolProcess _process;

    private NvidiaSmiSource(string program, IReadOnlyList<GpuDevice> devices, IMonotonicClock clock, int periodMs)
    {
        _program = program;
        _clock = clock;
        _latest = new LatestReadings(devices);
        Devices = devices;
        _field = "power.draw.instant";
        _process = Run(_field, periodMs);
        if (!AwaitsFirstLine())
        {
            _process.Dispose();
            _field = "power.draw";
            _process = Run(_field, periodMs);
            if (!AwaitsFirstLine())
            {
                Dispose();
                throw new TelemetryException($"{program} reports no readings: {program} --query-gpu={NvidiaSmiLine.Fields(_field)} --format=csv,noheader,nounits -lms {periodMs} says why");
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "nvidia-smi";

    /// <inheritdoc/>
    public string PowerMeaning => _field == "power.draw.instant"
        ? "nvidia-smi power.draw.instant: board power at present; how often it is renewed differs by GPU"
        : "nvidia-smi power.draw: board power, a mean over 1 s on Ampere (but GA100) and later: it follows a change with half a second's delay";

    /// <inheritdoc/>
    public IReadOnlyList<GpuDevice> Devices { get; }

    /// <inheritdoc/>
    public long Errors => _errors.Count;

    /// <inheritdoc/>
    public string? LastError => _errors.Last;

    /// <summary>Starts the program.</summary>
    /// <param name="gpus">Indices; null for all.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="periodMs">Time from one line of a GPU to its next, ms.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="TelemetryException">It is not there, or shows not one of the GPUs.</exception>
    public static NvidiaSmiSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock, int periodMs, string program = "nvidia-smi")
    {
        string answer = ToolProcess.Ask(program, "--query-gpu=" + NvidiaSmiLine.DeviceFields, "--format=csv,noheader,nounits");
        GpuDevice[] present = [.. answer.Split('\n').Select(NvidiaSmiLine.Device).OfType<GpuDevice>()];
        return new NvidiaSmiSource(program, GpuSelection.Pick(present, d => d, gpus), clock, periodMs);
    }

    /// <inheritdoc/>
    public void Read(Span<GpuReading> readings, bool withEnergy)
    {
        _latest.CopyTo(readings);
        if (_process.ExitCode is { } code)
        {
            _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{_program} ended with exit code {code}"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _hasLine.Dispose();
    }

    private ToolProcess Run(string power, int periodMs) => ToolProcess.Start(
        _program,
        [
            "--query-gpu=" + NvidiaSmiLine.Fields(power), "--format=csv,noheader,nounits",
            "--id=" + string.Join(',', Devices.Select(d => d.Index)),
            "-lms", periodMs.ToString(CultureInfo.InvariantCulture),
        ],
        OnLine);

    private void OnLine(string line)
    {
        if (NvidiaSmiLine.TryReading(line, out int index, out GpuReading reading))
        {
            reading.TimeNs = _clock.NowNs;
            _latest.Put(index, reading);
            _hasLine.Set();
        }
    }

    private bool AwaitsFirstLine()
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < s_firstLine && !_process.HasSaidAll; waited += s_look)
        {
            if (_hasLine.Wait(s_look))
            {
                return true;
            }
        }

        return _hasLine.IsSet;
    }
}
