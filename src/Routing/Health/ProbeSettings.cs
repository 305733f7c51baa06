namespace LoadGen.Routing.Health;

/// <summary>How workers are probed.</summary>
public sealed record ProbeSettings
{
    private const double SecondsMax = 86_400;
    private const int CountMax = 1_000;

    /// <summary>The defaults.</summary>
    public static ProbeSettings Default { get; } = new();

    /// <summary>Each worker is probed once in this time; the workers are spread evenly over it.</summary>
    public double IntervalS { get; init; } = 5;

    /// <summary>A probe without an answer by then has timed out.</summary>
    public double TimeoutS { get; init; } = 3;

    /// <summary>What is asked for. Engines without their own entry in the configuration get this.</summary>
    public string Path { get; init; } = "/health";

    /// <summary>A worker is unhealthy after so many failed probes in a row; a probe that timed out counts half.</summary>
    public int UnhealthyAfter { get; init; } = 3;

    /// <summary>A worker that was unhealthy is healthy again after so many good probes in a row. A new worker needs one.</summary>
    public int HealthyAfter { get; init; } = 2;

    /// <summary>No more probes than this are under way at once.</summary>
    public int UnderWayMax { get; init; } = 32;

    /// <summary>All that is wrong with it, each with what would be right.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new SettingsProblems();
        problems.Unless(IntervalS is > 0 and <= SecondsMax, $"interval_s {IntervalS} is impossible: use seconds above 0 and up to {SecondsMax}");
        problems.Unless(TimeoutS is > 0 and <= SecondsMax, $"timeout_s {TimeoutS} is impossible: use seconds above 0 and up to {SecondsMax}");
        problems.Unless(IsPath(Path), $"path '{Path}' is impossible: use an absolute path such as /health, without a host");
        problems.Unless(UnhealthyAfter is >= 1 and <= CountMax, $"unhealthy_after {UnhealthyAfter} is impossible: use 1 to {CountMax} probes");
        problems.Unless(HealthyAfter is >= 1 and <= CountMax, $"healthy_after {HealthyAfter} is impossible: use 1 to {CountMax} probes");
        problems.Unless(UnderWayMax is >= 1 and <= CountMax, $"under_way_max {UnderWayMax} is impossible: use 1 to {CountMax} probes at once");
        return problems.Found;
    }

    private static bool IsPath(string? path) =>
        path is not null && path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('#', StringComparison.Ordinal) && Uri.IsWellFormedUriString(path, UriKind.Relative);
}
