namespace LoadGen.Routing.Health;

/// <summary>When the router calls itself ready.</summary>
public sealed record ReadinessSettings
{
    private const double SecondsMax = 86_400;
    private const int FailuresLimit = 1_000;

    /// <summary>The defaults.</summary>
    public static ReadinessSettings Default { get; } = new();

    /// <summary>A canary generation without an end by then has failed.</summary>
    public double CanaryTimeoutS { get; init; } = 30;

    /// <summary>While ready, a canary runs this often; 0: one is enough until readiness is lost.</summary>
    public double CanaryIntervalS { get; init; }

    /// <summary>So many failures in a row of the repeated canary end readiness: one may be a worker that is just leaving.</summary>
    public int CanaryFailuresMax { get; init; } = 2;

    /// <summary>After a canary that failed the next one waits so long, twice as long after each.</summary>
    public double RetryS { get; init; } = 1;

    /// <summary>The longest wait between canaries that fail.</summary>
    public double RetrySMax { get; init; } = 30;

    /// <summary>All that is wrong with it, each with what would be right.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new SettingsProblems();
        problems.Unless(
            CanaryTimeoutS is > 0 and <= SecondsMax, $"canary_timeout_s {CanaryTimeoutS} is impossible: use seconds above 0 and up to {SecondsMax}");
        problems.Unless(
            CanaryIntervalS is >= 0 and <= SecondsMax,
            $"canary_interval_s {CanaryIntervalS} is impossible: use seconds up to {SecondsMax}, or 0 for one canary until readiness is lost");
        problems.Unless(
            CanaryFailuresMax is >= 1 and <= FailuresLimit, $"canary_failures_max {CanaryFailuresMax} is impossible: use 1 to {FailuresLimit}");
        problems.Unless(RetryS is > 0 and <= SecondsMax, $"retry_s {RetryS} is impossible: use seconds above 0 and up to {SecondsMax}");
        problems.Unless(
            RetrySMax >= RetryS && RetrySMax <= SecondsMax, $"retry_s_max {RetrySMax} is impossible: use at least retry_s ({RetryS}) and at most {SecondsMax}");
        return problems.Found;
    }
}
