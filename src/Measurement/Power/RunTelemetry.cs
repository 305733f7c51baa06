using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Telemetry;
using LoadGen.Telemetry.Engines;
using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Windows;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Power;

/// <summary>
/// The telemetry of one run: opened before its folder, so that a run that must have power and cannot does not load anyone's server; sampling from
/// before the warm-up to after the last response; then cut to the measurement's window, the one that throughput is divided by.
/// </summary>
public sealed class RunTelemetry : IRunWindow, IDisposable
{
    private readonly TelemetryOptions _options;
    private readonly IMonotonicClock _clock;
    private IGpuSource? _source;
    private PowerRecorder? _recorder;
    private EngineScrape? _engine;

    private RunTelemetry(TelemetryOptions options, IMonotonicClock clock)
    {
        _options = options;
        _clock = clock;
    }

    /// <summary>Why there is no power; null when there is a source.</summary>
    public string? Absent { get; private set; } = "not asked for (--telemetry)";

    /// <summary>Opens the source, if one is asked for.</summary>
    /// <param name="options">What is to be read.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="notice">Told, in a line each, what is missing and how to get it.</param>
    /// <exception cref="TelemetryException">Power is required and there is no source.</exception>
    public static RunTelemetry Open(TelemetryOptions options, IMonotonicClock clock, Action<string> notice)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(notice);
        var telemetry = new RunTelemetry(options, clock);
        if (options.Source.Kind != SourceKind.None)
        {
            telemetry.OpenSource(notice);
        }

        return telemetry;
    }

    /// <summary>Begins to sample into the run's folder.</summary>
    public void Begin(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (_source is { } source)
        {
            _source = null;
            _recorder = new PowerRecorder(source, _options.Period, _options.Roles, folder.Create(PowerRecorder.FileName), _clock, TimeProvider.System);
        }

        if (_options.EngineMetrics is { } url)
        {
            _engine = new EngineScrape(url, folder.Create);
        }
    }

    /// <inheritdoc/>
    public void Opening() => _engine?.Begin();

    /// <inheritdoc/>
    public void Closed() => _engine?.End();

    /// <summary>Ends, and adds what was found to a run.</summary>
    public RunOutcome AddTo(RunOutcome run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunTotals? totals = run.Measured?.Totals;
        PowerRecord? power = _recorder?.Finish(new TimeWindow(totals?.FirstIntendedNs ?? 0, totals?.LastEndNs ?? 0));
        return run with
        {
            Power = power,
            PowerAbsent = Absent,
            EngineMetrics = _engine is { } engine ? new EngineMetricsInfo(ShownUrl.Of(engine.Url), engine.Differences, engine.Absent) : null,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recorder?.Dispose();
        _source?.Dispose();
        _engine?.Dispose();
    }

    private void OpenSource(Action<string> notice)
    {
        IReadOnlyList<int>? gpus = _options.Gpus ?? (_options.Roles.Count > 0 ? [.. _options.Roles.SelectMany(r => r.Gpus).Distinct()] : null);
        try
        {
            _source = GpuSources.Open(_options.Source, gpus, _clock, notice);
            Absent = null;
        }
        catch (TelemetryException e) when (!_options.Require)
        {
            Absent = e.Message;
            notice(e.Message + ". The result will have no power (--require-power makes that an error)");
        }
    }
}
