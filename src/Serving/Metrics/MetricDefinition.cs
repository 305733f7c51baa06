namespace LoadGen.Serving.Metrics;

/// <summary>What a metric is to Prometheus.</summary>
public enum MetricType
{
    /// <summary>Only ever grows, from the start of the process.</summary>
    Counter,

    /// <summary>What is so at the scrape.</summary>
    Gauge,

    /// <summary>Counts by upper bounds, with the sum.</summary>
    Histogram,
}

/// <summary>One metric, as the text, the documentation and the tests know it.</summary>
public sealed record MetricDefinition
{
    /// <summary>With its prefix, and its unit last.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to Prometheus.</summary>
    public required MetricType Type { get; init; }

    /// <summary>What it counts or measures, in one sentence.</summary>
    public required string Help { get; init; }

    /// <summary>The names of its labels, in the order in which they are written.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Of a histogram: its bounds.</summary>
    public HistogramBounds? Bounds { get; init; }

    /// <summary>What its value counts: <c>seconds</c>, <c>tokens</c>, or empty for plain counts.</summary>
    public string Unit => this switch
    {
        { Bounds: not null } => "seconds",
        { Name: var name } when name.Contains("_tokens", StringComparison.Ordinal) => "tokens",
        _ => "",
    };
}
