using System.Text.Json.Nodes;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Results;

/// <summary><c>result.json</c>: one run, in figures. Keys are these names in snake_case; docs/results.md describes each.</summary>
public sealed record ResultDocument
{
    /// <summary>Always <c>loadgen.result</c>.</summary>
    public string Schema { get; init; } = "loadgen.result";

    /// <summary>Goes up when a key changes its meaning or goes away; new keys alone do not count.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The program that wrote it.</summary>
    public required ToolInfo Tool { get; init; }

    /// <summary><c>complete</c>, <c>partial</c> (ended early; the figures hold for what was measured) or <c>failed</c> (nothing was measured).</summary>
    public required string Status { get; init; }

    /// <summary>Why the status is not <c>complete</c>, one line each.</summary>
    public required IReadOnlyList<string> StatusReasons { get; init; }

    /// <summary>The target says that it is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Start of the measurement, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>First intended start to the end of the last response, seconds.</summary>
    public required double DurationS { get; init; }

    /// <summary>What was measured.</summary>
    public required TargetInfo Target { get; init; }

    /// <summary>Every option of the run as it was in force; header values and keys left out.</summary>
    public required JsonObject Configuration { get; init; }

    /// <summary>The random seed.</summary>
    public required long Seed { get; init; }

    /// <summary>What was asked for.</summary>
    public required WorkloadInfo Workload { get; init; }

    /// <summary>When it was asked for.</summary>
    public required ScheduleInfo Schedule { get; init; }

    /// <summary>The warm-up's counts; null when there was none.</summary>
    public WarmupInfo? Warmup { get; init; }

    /// <summary>Requests by outcome: <c>requested</c> = <c>completed</c> + <c>failed</c>, and <c>failed</c> is the sum of the others.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>What the server said of its limits on clients.</summary>
    public RateLimitInfo? RateLimits { get; init; }

    /// <summary>The most frequent errors.</summary>
    public required IReadOnlyList<ErrorInfo> Errors { get; init; }

    /// <summary>Tokens of completed requests.</summary>
    public required TokenInfo Tokens { get; init; }

    /// <summary>Completed work over <see cref="DurationS"/>.</summary>
    public required ThroughputInfo Throughput { get; init; }

    /// <summary>The metrics by name; <see cref="Definitions"/> says what each is.</summary>
    public required IReadOnlyDictionary<string, MetricSummary> Metrics { get; init; }

    /// <summary>What became of the sessions; null where each request stands for itself.</summary>
    public SessionInfo? Sessions { get; init; }

    /// <summary>TTFT by turn, by context length and by what was cached.</summary>
    public TtftByInfo? TtftBy { get; init; }

    /// <summary>The prefix cache, as the server states it and as it could have been.</summary>
    public CacheInfo? Cache { get; init; }

    /// <summary>How far the counts of output tokens agree.</summary>
    public TokenTruthInfo? TokenTruth { get; init; }

    /// <summary>How far the lengths of prompts agree: as asked for, as counted here, as the server counts them.</summary>
    public InputTruthInfo? InputTruth { get; init; }

    /// <summary>What the client observed of itself; null when nothing was measured.</summary>
    public required ObserverInfo? Observer { get; init; }

    /// <summary>Whether the figures are the target's and not the client's own.</summary>
    public required ValidityInfo Validity { get; init; }

    /// <summary>The same figures over the steady state; null when the run had none.</summary>
    public SteadyStateInfo? SteadyState { get; init; }

    /// <summary>Why the run had no steady state; null when it had one.</summary>
    public string? SteadyStateAbsent { get; init; }

    /// <summary>What the client itself used.</summary>
    public required ClientInfo Client { get; init; }

    /// <summary>The clients that made the run together, each with its own part; null where there was one.</summary>
    public IReadOnlyList<ClientPartInfo>? Clients { get; init; }

    /// <summary>The machine the client ran on; where there were several, that of their coordinator.</summary>
    public required EnvironmentInfo Environment { get; init; }

    /// <summary>What the look at this host before the run found; empty when all was well.</summary>
    public IReadOnlyList<HostFinding> HostChecks { get; init; } = [];

    /// <summary>What this host's calibration says of the run; null when there is none.</summary>
    public CalibrationCitation? Calibration { get; init; }

    /// <summary>What the GPUs drew over the measurement; null when nothing read them.</summary>
    public PowerInfo? Power { get; init; }

    /// <summary>Why nothing read them; null when something did.</summary>
    public string? PowerAbsent { get; init; }

    /// <summary>What the engine's own counters say of the measurement; null when they were not asked for.</summary>
    public EngineMetricsInfo? EngineMetrics { get; init; }

    /// <summary>Files of the run beside this one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What every figure means, by key.</summary>
    public required IReadOnlyDictionary<string, string> Definitions { get; init; }
}

/// <summary>The program.</summary>
/// <param name="Name">Always <c>loadgen</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Commit">The commit it was built from.</param>
/// <param name="Framework">The .NET runtime it runs on.</param>
public sealed record ToolInfo(string Name, string Version, string Commit, string Framework);

/// <summary>The endpoint.</summary>
/// <param name="Url">Base URL.</param>
/// <param name="Api">API spoken.</param>
/// <param name="Model">Model asked for.</param>
/// <param name="Addresses">Addresses to connect to, found once, at the start, in the order they are tried; <c>unix:</c> and the path of a Unix socket.</param>
/// <param name="Tls">TLS was used.</param>
/// <param name="CaBundle">Where the trusted certificate authorities came from; null without TLS, with <c>--insecure</c>, or when the host has none.</param>
public sealed record TargetInfo(string Url, string Api, string Model, IReadOnlyList<string> Addresses, bool Tls, string? CaBundle)
{
    /// <summary>Where the addresses come from: <c>literal</c>, <c>lookup</c>, <c>pinned</c> (<c>--resolve</c>) or <c>unix_socket</c>.</summary>
    public string AddressesFrom { get; init; } = "lookup";

    /// <summary>Version of HTTP: <c>1.1</c> or <c>2</c>.</summary>
    public string Http { get; init; } = "1.1";

    /// <summary>The proxy that connections went to, whose addresses these are; null for none.</summary>
    public string? Proxy { get; init; }

    /// <summary>How long the look-up of the name took, ms; null when there was none.</summary>
    public double? DnsMs { get; init; }

    /// <summary>Connections opened, warm-up included, by the address and port that each went to.</summary>
    public IReadOnlyDictionary<string, long> ConnectedTo { get; init; } = new Dictionary<string, long>();
}

/// <summary>The workload.</summary>
/// <param name="Name">Its kind.</param>
/// <param name="Description">One line.</param>
/// <param name="InputLengthMeasuredBy">How the client's prompt length is counted: <c>token_ids</c> (exact), <c>words</c> (one common word taken for one token; chat template not counted), <c>tokenizer</c> (text, by the model's tokenizer; chat template not counted), <c>tokenizer_and_template</c> (the chat template's tokens too), <c>dataset</c> (as the workload's description says), or <c>server</c> (by its usage alone).</param>
public sealed record WorkloadInfo(string Name, string Description, string InputLengthMeasuredBy);

/// <summary>The schedule.</summary>
/// <param name="Mode"><c>closed_loop</c>, <c>open_loop</c> or <c>trace</c>.</param>
/// <param name="Description">One line.</param>
/// <param name="Planned">Requests the run set out to make; null when time ended it.</param>
public sealed record ScheduleInfo(string Mode, string Description, long? Planned)
{
    /// <summary>What became of the schedule's arrivals; null in a closed loop.</summary>
    public ArrivalCounts? Arrivals { get; init; }
}

/// <summary>The warm-up.</summary>
/// <param name="Requested">Requests made.</param>
/// <param name="Completed">Requests completed.</param>
/// <param name="Failed">Requests that did not complete.</param>
public sealed record WarmupInfo(long Requested, long Completed, long Failed);

/// <summary>An error and how often it came.</summary>
/// <param name="Outcome">The outcome it led to.</param>
/// <param name="Message">In words.</param>
/// <param name="Count">How often.</param>
public sealed record ErrorInfo(string Outcome, string Message, long Count);

/// <summary>Tokens of completed requests.</summary>
/// <param name="Input">Prompt tokens: the server's count where it states one, else the client's.</param>
/// <param name="Output">Output tokens: the server's count where it states one, else chunks.</param>
/// <param name="Chunks">Chunks with output.</param>
/// <param name="InputClient">Prompt tokens as the client counts them.</param>
/// <param name="CachedInput">Prompt tokens the server says came from its prefix cache.</param>
/// <param name="RequestsWithUsage">Requests whose server stated usage.</param>
/// <param name="InputMismatches">Requests whose stated prompt tokens differ from the client's count.</param>
/// <param name="OutputMismatches">Requests whose stated output tokens differ from the chunks counted.</param>
/// <param name="CoalescedChunks">Chunks that arrived in one read with the chunk before: their chunk gap is zero.</param>
/// <param name="CoalescedShare">Coalesced chunks / chunk gaps, 0–1: the share of zeros in <c>itl_ms</c>; null without gaps.</param>
/// <param name="MaxChunksPerRead">Most chunks that came in one read.</param>
public sealed record TokenInfo(
    long Input, long Output, long Chunks, long InputClient, long CachedInput, long RequestsWithUsage, long InputMismatches, long OutputMismatches,
    long CoalescedChunks, double? CoalescedShare, int MaxChunksPerRead);

/// <summary>Throughput of completed requests.</summary>
/// <param name="RequestsPerS">Requests a second.</param>
/// <param name="InputTokensPerS">Prompt tokens a second.</param>
/// <param name="OutputTokensPerS">Output tokens a second.</param>
/// <param name="TotalTokensPerS">Both.</param>
/// <param name="GoodputRequestsPerS">Requests a second that met every goodput bound; null without bounds.</param>
public sealed record ThroughputInfo(double RequestsPerS, double InputTokensPerS, double OutputTokensPerS, double TotalTokensPerS, double? GoodputRequestsPerS);

/// <summary>The client's own cost over the measurement.</summary>
/// <param name="CpuS">CPU time, seconds.</param>
/// <param name="CpuShare">CPU time / (duration × cores).</param>
/// <param name="CpuPerChunkUs">CPU time per output chunk, µs; null without chunks.</param>
/// <param name="PeakResidentBytes">Largest resident set of the process, bytes.</param>
/// <param name="GcCollections">Garbage collections.</param>
/// <param name="GcPauseMs">Time the process stood still for them, ms.</param>
/// <param name="ConnectionsOpened">Connections opened, warm-up included.</param>
/// <param name="ConnectionsReused">Requests sent on an open connection, warm-up included.</param>
public sealed record ClientInfo(
    double CpuS, double CpuShare, double? CpuPerChunkUs, long PeakResidentBytes, int GcCollections, double GcPauseMs, long ConnectionsOpened, long ConnectionsReused);
