namespace LoadGen.Routing.Observability.Tracing;

/// <summary>Which requests are traced, and where their spans go.</summary>
public sealed record TracingSettings
{
    /// <summary>The collector's URL for OTLP over HTTP; <c>/v1/traces</c> is added to one without a path. Null exports nothing, and costs nothing.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Headers for the collector, such as its key. Never logged.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The part of new traces that is sampled, 0 to 1. A trace that the client began is sampled as the client says.</summary>
    public double SampleRatio { get; init; } = 1;

    /// <summary>What the spans' service is called.</summary>
    public string ServiceName { get; init; } = "loadgen-router";

    /// <summary>Spans that wait for their export, at most; further ones are dropped and counted. A span takes about 1 KB.</summary>
    public int QueueMax { get; init; } = 8_192;

    /// <summary>Spans of one export, at most.</summary>
    public int BatchMax { get; init; } = 512;

    /// <summary>How long a span waits for others to be exported with.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an export may take.</summary>
    public TimeSpan ExportTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with the settings, one line each, with what would be right.</summary>
    public IEnumerable<string> Problems()
    {
        if (Endpoint is not null && (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https")))
        {
            yield return $"tracing: the endpoint '{Endpoint}' is not an http or https URL, such as http://127.0.0.1:4318";
        }

        if (!(SampleRatio is >= 0 and <= 1))
        {
            yield return $"tracing: the sample ratio is {SampleRatio}: from 0 (none) to 1 (all) is right";
        }

        if (BatchMax < 1 || QueueMax < BatchMax)
        {
            yield return $"tracing: a queue of {QueueMax} spans and batches of {BatchMax}: at least 1 in a batch, and as many in the queue, is right";
        }

        // The exporter takes headers as one text, and cuts it at commas whichever way they are written.
        if (Headers.FirstOrDefault(header => header.Key.AsSpan().ContainsAny(",= ") || header.Value.Contains(',', StringComparison.Ordinal)) is { Key: not null } bad)
        {
            yield return $"tracing: the header '{bad.Key}' of the collector has a comma in its value, or no header's name: values without commas are right";
        }

        if (Interval <= TimeSpan.Zero || ExportTimeout <= TimeSpan.Zero)
        {
            yield return "tracing: the interval and the export timeout are above 0";
        }
    }
}
