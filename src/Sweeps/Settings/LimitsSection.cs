namespace LoadGen.Sweeps.Settings;

/// <summary>When a sweep gives something up.</summary>
public sealed record LimitsSection
{
    /// <summary>How long one point may take, warm-up included; null: an hour.</summary>
    public double? PointS { get; init; }

    /// <summary>How long one evaluation may take; null: two hours.</summary>
    public double? EvalS { get; init; }

    /// <summary>How long an engine may take to serve, time in a queue included; null: two hours.</summary>
    public double? StartS { get; init; }

    /// <summary>Share of requests that may fail; null: 0.05.</summary>
    public double? FailureRateMax { get; init; }

    /// <summary>How often an engine is started for the points of its configuration; null: 2, so that one that dies comes back once.</summary>
    public int? EngineStartsMax { get; init; }
}
