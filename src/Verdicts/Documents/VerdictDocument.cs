namespace LoadGen.Verdicts.Documents;

/// <summary>The document <c>verdict.json</c>: what was promised, what was seen, and how sure the verdict is. docs/sla.md names the fields.</summary>
public sealed record VerdictDocument
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string FileName = "verdict.json";

    /// <summary>What the document is.</summary>
    public const string SchemaName = "loadgen.verdict";

    /// <summary>The version of its fields.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>Always <see cref="CurrentVersion"/>.</summary>
    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>The SLA's name.</summary>
    public required string Sla { get; init; }

    /// <summary>The load that it states, key by key as its file does.</summary>
    public IReadOnlyDictionary<string, string> Load { get; init; } = new Dictionary<string, string>();

    /// <summary>The verdict of the whole: pass where every objective passes, fail where one fails.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in a line.</summary>
    public required string Reason { get; init; }

    /// <summary>How sure pass and fail are.</summary>
    public required double Confidence { get; init; }

    /// <summary>The run might end as soon as the verdict was certain.</summary>
    public required bool StopEarly { get; init; }

    /// <summary>The verdict was certain before the last request.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>Requests that the run was to make at most; null where its time alone was to end it.</summary>
    public int? PlannedRequests { get; init; }

    /// <summary>How many requests the verdict rests on, and why the others were left out.</summary>
    public required RequestCounts Requests { get; init; }

    /// <summary>When the verdict was looked for, and what was found.</summary>
    public required IReadOnlyList<LookInfo> Looks { get; init; }

    /// <summary>Each objective, in the SLA's order.</summary>
    public required IReadOnlyList<ObjectiveVerdict> Objectives { get; init; }

    /// <summary>Requests that met every objective.</summary>
    public required GoodputInfo Goodput { get; init; }

    /// <summary>The worst requests, worst first.</summary>
    public required IReadOnlyList<WorstRequest> Worst { get; init; }

    /// <summary>Whether overruns come in clusters; null where there were too few to tell.</summary>
    public DispersionInfo? Dispersion { get; init; }

    /// <summary>What a reader should know beside the verdict.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why the measurement is invalid; empty where it is not.</summary>
    public IReadOnlyList<string> InvalidReasons { get; init; } = [];
}

/// <summary>How many requests the verdict rests on.</summary>
/// <param name="Seen">Requests that the judge was told of.</param>
/// <param name="Judged">Those that the verdict rests on.</param>
/// <param name="Unsent">Left out: never sent.</param>
/// <param name="Ramp">Left out: sent before steady state.</param>
/// <param name="Drain">Left out: sent after it.</param>
/// <param name="Warmup">Left out: in steady state, but by the warm-up rule not yet settled.</param>
/// <param name="AfterCut">Left out: the run was cut short before they ended, or before one sent earlier did.</param>
/// <param name="AfterVerdict">Left out: they came after the verdict was certain.</param>
public sealed record RequestCounts(int Seen, int Judged, int Unsent, int Ramp, int Drain, int Warmup, int AfterCut, int AfterVerdict);

/// <summary>One look at the evidence.</summary>
/// <param name="Requests">At how many judged requests.</param>
/// <param name="PassBudget">The chance of a false pass that it may spend; 0 where a pass was not looked for.</param>
/// <param name="FailBudget">The chance of a false fail that it may spend, for all objectives together.</param>
/// <param name="IsLast">It was the look at the end of the run.</param>
/// <param name="Verdict">What was found.</param>
public sealed record LookInfo(int Requests, double PassBudget, double FailBudget, bool IsLast, Verdict Verdict);

/// <summary>Requests that met every objective.</summary>
/// <param name="Good">How many of the judged ones did.</param>
/// <param name="Share">Their share; null of none.</param>
/// <param name="RequestsPerS">Per second of the time that the judged requests were due in; null where that is none.</param>
public sealed record GoodputInfo(int Good, double? Share, double? RequestsPerS);

/// <summary>One of the worst requests.</summary>
/// <param name="Index">Which request of the run: the index of its record.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="SendS">When it was sent, s after the run's start.</param>
/// <param name="Objective">The objective that it missed by most; null where it missed none.</param>
/// <param name="Value">Its value, in the objective's unit; null where it has none because it failed.</param>
/// <param name="Excess">How many times the bound that is (of a least value: the bound over the value); null where it failed.</param>
public sealed record WorstRequest(int Index, string Outcome, double? SendS, string? Objective, double? Value, double? Excess);

/// <summary>Whether overruns come in clusters.</summary>
/// <param name="Objective">The objective whose overruns these are: the one with most of them.</param>
/// <param name="Blocks">Blocks of consecutive requests, nearly equal in size.</param>
/// <param name="VarianceRatio">The overruns' variance over blocks by that of independent requests; about 1 where they are independent.</param>
/// <param name="PValue">The chance of a ratio as large from independent requests.</param>
/// <param name="IsClustered">It is smaller than 1%: intervals that take requests as independent are too narrow.</param>
public sealed record DispersionInfo(string Objective, int Blocks, double VarianceRatio, double PValue, bool IsClustered);
