namespace LoadGen.Reporting.Html.Documents;

/// <summary>One run, as the page has it. Names as in <c>ResultRow</c> and <c>PointIdentity</c>.</summary>
public sealed record ReportRow
{
    /// <summary>Unique in the report.</summary>
    public required string Id { get; init; }

    /// <summary>What makes it one point with others: <c>PointKey</c>'s, by which <c>results diff</c> compares too.</summary>
    public required string Key { get; init; }

    /// <summary>SKU, by its id.</summary>
    public required string Hardware { get; init; }

    /// <summary>Engine.</summary>
    public required string Framework { get; init; }

    /// <summary>Short name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The model's whole name.</summary>
    public string? ModelName { get; init; }

    /// <summary>Precision of the weights.</summary>
    public required string Precision { get; init; }

    /// <summary>Speculative decoding; null for none.</summary>
    public string? SpecDecoding { get; init; }

    /// <summary>Prefill and decode have GPUs of their own.</summary>
    public bool Disaggregated { get; init; }

    /// <summary>More than one node.</summary>
    public bool Multinode { get; init; }

    /// <summary>Container image.</summary>
    public string? Image { get; init; }

    /// <summary>Input tokens of a request, nominal.</summary>
    public int? Isl { get; init; }

    /// <summary>Output tokens of a request, nominal.</summary>
    public int? Osl { get; init; }

    /// <summary>The scenario; null for fixed lengths.</summary>
    public string? Scenario { get; init; }

    /// <summary>Most requests at once.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Requests a second.</summary>
    public double? RatePerS { get; init; }

    /// <summary>The engine's workers, or those that decode.</summary>
    public required ReportWorkers Decode { get; init; }

    /// <summary>Workers that prefill; null for an engine that does both.</summary>
    public ReportWorkers? Prefill { get; init; }

    /// <summary>The router in front.</summary>
    public string? Router { get; init; }

    /// <summary>How KV caches go from prefill to decode.</summary>
    public string? KvTransfer { get; init; }

    /// <summary>What else tells it from its neighbours of one sweep.</summary>
    public string? Variant { get; init; }

    /// <summary>Start of the measurement, UTC.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary><c>run</c> or <c>inferencex</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Measured on a simulated engine.</summary>
    public bool Simulated { get; init; }

    /// <summary>The verdict on the measurement; null where nobody judged.</summary>
    public bool? Valid { get; init; }

    /// <summary>partial or failed; null for complete.</summary>
    public string? Status { get; init; }

    /// <summary>The sweep it belongs to.</summary>
    public string? Sweep { get; init; }

    /// <summary>Its point in the sweep.</summary>
    public string? Point { get; init; }

    /// <summary>Which repeat, from 1.</summary>
    public int Repeat { get; init; }

    /// <summary>The run's folder, relative to the report's, with forward slashes.</summary>
    public string? Folder { get; init; }

    /// <summary>Where it was published.</summary>
    public string? Url { get; init; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    public IReadOnlyList<string>? Flags { get; init; }

    /// <summary>How well the engine answered, a task each; null where nobody asked.</summary>
    public IReadOnlyList<ReportScore>? Scores { get; init; }

    /// <summary>The figures, in the order of <see cref="ReportDocument.Metrics"/>; null for one that was not measured.</summary>
    public required IReadOnlyList<double?> Values { get; init; }
}

/// <summary>A score on one task: shares from 0 to 1, null for what nobody says.</summary>
/// <param name="Task">The task.</param>
/// <param name="Accuracy">Right answers.</param>
/// <param name="Low">Lower end of its 95% interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Strict">Right answers in the form that was asked for.</param>
/// <param name="Asked">Answers that were asked for.</param>
public sealed record ReportScore(string Task, double Accuracy, double? Low, double? High, double? StandardError, double? Strict, int? Asked);

/// <summary>Workers of one shape.</summary>
/// <param name="Tp">Tensor parallel size.</param>
/// <param name="Pp">Pipeline parallel size.</param>
/// <param name="Ep">Expert parallel size.</param>
/// <param name="DpAttention">Attention is data parallel.</param>
/// <param name="Workers">How many workers.</param>
/// <param name="Gpus">GPUs of all of them.</param>
public sealed record ReportWorkers(int Tp, int Pp, int Ep, bool DpAttention, int Workers, int Gpus);
