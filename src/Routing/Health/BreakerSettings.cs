namespace LoadGen.Routing.Health;

/// <summary>When a worker's circuit breaker opens, for how long, and what closes it.</summary>
public sealed record BreakerSettings
{
    private const int OutcomesMax = 100_000;
    private const int TrialsLimit = 1_000;
    private const double SecondsMax = 86_400;

    /// <summary>The defaults.</summary>
    public static BreakerSettings Default { get; } = new();

    /// <summary>Opens after so many failures in a row; 0: never for that reason.</summary>
    public int FailuresToOpen { get; init; } = 5;

    /// <summary>Opens when of the last so many outcomes too large a part were failures; 0: never for that reason.</summary>
    public int Window { get; init; } = 50;

    /// <summary>The part of a full <see cref="Window"/> that opens it.</summary>
    public double FailureRate { get; init; } = 0.5;

    /// <summary>Stays open so long, the first time.</summary>
    public double OpenS { get; init; } = 5;

    /// <summary>Each trial that fails doubles the time, up to this.</summary>
    public double OpenSMax { get; init; } = 120;

    /// <summary>So many requests are on trial at once while it is half open.</summary>
    public int TrialsMax { get; init; } = 2;

    /// <summary>So many successful trials close it.</summary>
    public int SuccessesToClose { get; init; } = 2;

    /// <summary>All that is wrong with it, each with what would be right.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new SettingsProblems();
        problems.Unless(
            FailuresToOpen is >= 0 and <= OutcomesMax,
            $"failures_to_open {FailuresToOpen} is impossible: use 1 to {OutcomesMax}, or 0 to go by the failure rate alone");
        problems.Unless(
            Window is >= 0 and <= OutcomesMax, $"window {Window} is impossible: use 1 to {OutcomesMax} outcomes, or 0 to go by failures in a row alone");
        problems.Unless(FailureRate is > 0 and <= 1, $"failure_rate {FailureRate} is impossible: use a part above 0 and up to 1, such as 0.5");
        problems.Unless(OpenS is > 0 and <= SecondsMax, $"open_s {OpenS} is impossible: use seconds above 0 and up to {SecondsMax}");
        problems.Unless(
            OpenSMax >= OpenS && OpenSMax <= SecondsMax, $"open_s_max {OpenSMax} is impossible: use at least open_s ({OpenS}) and at most {SecondsMax}");
        problems.Unless(TrialsMax is >= 1 and <= TrialsLimit, $"trials_max {TrialsMax} is impossible: use 1 to {TrialsLimit}");
        problems.Unless(
            SuccessesToClose is >= 1 and <= TrialsLimit, $"successes_to_close {SuccessesToClose} is impossible: use 1 to {TrialsLimit}");
        return problems.Found;
    }
}
