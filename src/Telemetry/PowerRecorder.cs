using LoadGen.Telemetry.Roles;
using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Windows;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry;

/// <summary>A source being sampled into a file, from before a run to after it.</summary>
public sealed class PowerRecorder : IDisposable
{
    /// <summary>The samples' file.</summary>
    public const string FileName = "telemetry.csv";

    private readonly IGpuSource _source;
    private readonly IReadOnlyList<GpuRole> _roles;
    private readonly GpuSampler _sampler;
    private readonly TelemetryLog _log;

    /// <summary>Begins to sample. The source is taken over.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="period">Time from one reading to the next.</param>
    /// <param name="roles">Who has which GPU; empty for not known.</param>
    /// <param name="file">Empty and unbuffered; taken over.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="time">The wall clock.</param>
    public PowerRecorder(IGpuSource source, TimeSpan period, IReadOnlyList<GpuRole> roles, Stream file, IMonotonicClock clock, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _roles = roles;
        _log = new TelemetryLog(file, source.Devices, new WallClock(clock, time));
        _sampler = new GpuSampler(source, period, clock, _log);
        _sampler.Start();
    }

    /// <summary>Goes on until the window is covered, ends, and cuts the window out.</summary>
    public PowerRecord Finish(TimeWindow window)
    {
        _sampler.StopAfter(window.EndNs);
        WindowPower power = WindowPowerReader.Read(_source.Devices, _sampler.Series, window, _roles);
        return new PowerRecord(_source.Name, _source.PowerMeaning, _sampler.Period, power)
        {
            Skipped = _sampler.Skipped,
            SamplerCpuS = _sampler.CpuS,
            Errors = _source.Errors,
            LastError = _sampler.IsHung ? "the source did not return from its last reading" : _source.LastError,
            FileFailure = _log.Failure,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sampler.Dispose();
        if (!_sampler.IsHung)
        {
            // What a driver call still uses must not be taken from under it; the process is about to end anyway.
            _log.Dispose();
            _source.Dispose();
        }
    }
}

/// <summary>What was recorded.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="PowerMeaning">How its power is to be understood.</param>
/// <param name="Period">Time from one reading to the next, as asked for.</param>
/// <param name="Power">The window's figures.</param>
public sealed record PowerRecord(string Source, string PowerMeaning, TimeSpan Period, WindowPower Power)
{
    /// <summary>Readings that were left out because the one before took too long.</summary>
    public long Skipped { get; init; }

    /// <summary>CPU time that reading took, s.</summary>
    public double SamplerCpuS { get; init; }

    /// <summary>Readings that failed.</summary>
    public long Errors { get; init; }

    /// <summary>Why the last failed; null when none did.</summary>
    public string? LastError { get; init; }

    /// <summary>Why the samples' file is cut; null when it is whole.</summary>
    public IOException? FileFailure { get; init; }
}
