namespace LoadGen.Results.Frontiers;

/// <summary>What a frontier's throughput is held against.</summary>
public enum FrontierAxis
{
    /// <summary>Interactivity, tok/s/user: more is better.</summary>
    Interactivity,

    /// <summary>End-to-end latency, s: less is better.</summary>
    E2e,
}

/// <summary>How frontiers are made and where they are read.</summary>
public sealed record FrontierOptions
{
    /// <summary>Where: tok/s/user, or s.</summary>
    public required IReadOnlyList<double> At { get; init; }

    /// <summary>Of what.</summary>
    public FrontierAxis Axis { get; init; }

    /// <summary>Which value of a run's stands for it: <c>median</c>, <c>mean</c>, <c>p90</c>, <c>p99</c>.</summary>
    public string Statistic { get; init; } = "median";

    /// <summary>What rows of one group have in common, by <see cref="FrontierGrouping.Keys"/>; <see cref="FrontierGrouping.Always"/> besides.</summary>
    public IReadOnlyList<string> By { get; init; } = FrontierGrouping.Default;

    /// <summary>The price table; null for each SKU's newest.</summary>
    public string? PriceTable { get; init; }

    /// <summary>One's own price of a GPU-hour, US dollars; null for none.</summary>
    public double? OwnUsdPerGpuHour { get; init; }

    /// <summary>The axis's unit.</summary>
    public string Unit => Axis == FrontierAxis.Interactivity ? "tok/s/user" : "s";
}
