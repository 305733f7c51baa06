namespace LoadGen.Routing.Health;

/// <summary>When the next canary is due. A pure function of what has happened; times are ticks of the readiness's clock. Not thread-safe.</summary>
internal sealed class CanarySchedule(ReadinessSettings settings, Random random, long ticksPerSecond)
{
    // Routers that lost the same pool must not all try its first worker in one moment.
    private const double Jitter = 0.2;

    private int _failures;

    /// <summary>When the next one is due; <see cref="long.MaxValue"/>: none is.</summary>
    public long DueAt { get; private set; }

    /// <summary>Enough have failed in a row to say that no pair works.</summary>
    public bool HasFailedTooOften => _failures >= settings.CanaryFailuresMax;

    /// <summary>There are workers again: a canary is due at once.</summary>
    public void Restart(long now) => (DueAt, _failures) = (now, 0);

    /// <summary>One has ended well.</summary>
    public void Completed(long now)
    {
        _failures = 0;
        DueAt = settings.CanaryIntervalS > 0 ? now + Ticks(settings.CanaryIntervalS) : long.MaxValue;
    }

    /// <summary>One has failed.</summary>
    public void Failed(long now)
    {
        double seconds = Math.Min(settings.RetrySMax, settings.RetryS * Math.Pow(2, _failures));
        _failures++;
        DueAt = now + Ticks(seconds * (1 - (Jitter * random.NextDouble())));
    }

    private long Ticks(double seconds) => (long)(seconds * ticksPerSecond);
}
