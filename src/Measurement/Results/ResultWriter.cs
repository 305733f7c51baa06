using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Timelines;
using LoadGen.Measurement.Validity;
using LoadGen.Telemetry;
using LoadGen.Telemetry.Engines;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http.Framework;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Measurement.Results;

/// <summary>Turns a run into its documents.</summary>
public sealed class ResultWriter
{
    private const int MaxErrorsListed = 20;

    private readonly BenchOptions _options;
    private readonly RunDescription _about;

    /// <summary>Prepares the writer.</summary>
    public ResultWriter(BenchOptions options, RunDescription about)
    {
        _options = options;
        _about = about;
    }

    /// <summary>Builds <c>result.json</c>.</summary>
    public ResultDocument Build(RunOutcome run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunTotals totals = run.Measured?.Totals ?? new RunTotals(_options.Goodput);
        (string status, IReadOnlyList<string> reasons) = RunStatus.Of(run);
        double duration = Duration(totals);
        var metrics = MetricRegistry.All.ToDictionary(d => d.Name, d => totals.Metric(d).Summarise());
        return new ResultDocument
        {
            Tool = _about.Tool,
            Status = status,
            StatusReasons = reasons,
            Simulated = run.Simulated,
            StartedAt = (run.Measured ?? run.Warmup)!.StartedAt,
            DurationS = duration,
            Target = Target(run),
            Configuration = _about.Configuration,
            Seed = _about.Seed,
            Workload = new WorkloadInfo(_options.Workload.Name, _options.Workload.Description, InputLengthMeasuredBy()),
            Schedule = new ScheduleInfo(_about.ScheduleMode, _about.ScheduleDescription, run.Measured?.Planned) { Arrivals = run.Arrivals },
            Warmup = run.Warmup is { Totals: var w } ? new WarmupInfo(w.Requested, w.Completed, w.Failed) : null,
            Outcomes = CountOutcomes(totals),
            RateLimits = RateLimitInfo.Of(totals.RateLimits),
            Errors = ListErrors(run, totals),
            Tokens = Tokens(totals),
            Throughput = Throughput(totals, duration),
            Metrics = metrics,
            Sessions = _options.Sessions is null ? null : SessionInfo.Of(totals.Sessions),
            TtftBy = TtftByInfo.Of(totals.TtftBy),
            Cache = CacheInfo.Of(totals.Cache, _options.Sessions is { Source: var source } ? TheoreticalReuse.Of(source, totals.Sessions) : null),
            TokenTruth = TokenTruthInfo.Of(totals.TokenTruth),
            InputTruth = InputTruthInfo.Of(totals.InputTruth, _options.Workload),
            Observer = run.Observer is { } observer ? ObserverInfo.Of(observer, totals.OutputTokens) : null,
            Validity = Judge(run, metrics),
            SteadyState = SteadyStateInfo.Of(totals, run.Measured?.StartNs ?? 0, _options.Goodput.Count > 0),
            SteadyStateAbsent = SteadyStateInfo.WhyAbsent(run.Measured?.Totals),
            Client = Client(run, totals, duration),
            Clients = run.Clients?.Select(ClientPartInfo.Of).ToArray(),
            Environment = _about.Environment,
            HostChecks = _about.HostChecks,
            Calibration = _about.Calibration?.Cite(_about.Environment, duration > 0 ? totals.Chunks / duration : 0),
            Power = run.Power is { } power ? PowerInfo.Of(power, totals.Completed, totals.InputTokens, totals.OutputTokens) : null,
            PowerAbsent = run.PowerAbsent,
            EngineMetrics = run.EngineMetrics,
            Files = Files(run),
            Definitions = ResultDefinitions.All,
        };
    }

    /// <summary>Writes the documents into the run's folder.</summary>
    public void Write(RunFolder folder, ResultDocument document, RunOutcome run)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(run);
        folder.ReleaseReserve();
        try
        {
            if (run.Measured is { } measured)
            {
                folder.WriteDocument("inferencex.json", InferenceX(document, run, measured).Write);
            }
        }
        finally
        {
            // Last, so that its presence says that the run is over; and also when the larger document found no room.
            folder.WriteDocument("result.json", stream => JsonSerializer.Serialize(stream, document, ResultJson.Readable.ResultDocument));
        }
    }

    private InferenceXDocument InferenceX(ResultDocument document, RunOutcome run, PhaseOutcome measured) => new()
    {
        StartedAt = measured.StartedAt,
        EndedAt = measured.StartedAt.AddSeconds(document.DurationS),
        Backend = _options.Api.Name switch
        {
            "chat" => "openai-chat",
            "completions" => "vllm",
            string other => other,
        },
        ModelId = _options.Generation.Model,
        TokenizerId = _about.Tokenizer ?? "loadgen:" + document.Workload.InputLengthMeasuredBy,
        NumPrompts = measured.Planned ?? measured.Totals.Requested,
        RequestRate = _about.RateRps,
        Burstiness = _about.Burstiness,
        MaxConcurrency = _options.Concurrency,
        DurationS = document.DurationS,
        Totals = measured.Totals,
        HasGoodput = _options.Goodput.Count > 0,
        Power = run.Power is { } power ? PowerInfo.Of(power, measured.Totals.Completed, measured.Totals.InputTokensClient, measured.Totals.OutputTokens) : null,
    };

    private string InputLengthMeasuredBy() => _options.PromptFormat switch
    {
        PromptFormat.TokenIds => "token_ids",
        PromptFormat.Words => "words",
        PromptFormat.Text => _options.Workload is RandomTextWorkload { CountsTemplate: true } ? "tokenizer_and_template" : "tokenizer",
        _ => _options.Workload.CountsInput ? "dataset" : "server",
    };

    private string[] Files(RunOutcome run) =>
    [
        .. run.Measured is null ? Array.Empty<string>() : ["records.jsonl", "inferencex.json", "ttft.hlog", "itl.hlog", "tpot.hlog", "e2e.hlog"],
        .. run.Power is null ? Array.Empty<string>() : [PowerRecorder.FileName],
        .. run.EngineMetrics?.Counters is null ? Array.Empty<string>() : [EngineScrape.StartFile, EngineScrape.EndFile],
        .. _about.FurtherFiles,
    ];

    private TargetInfo Target(RunOutcome run) => Target(run.Target) with
    {
        AddressesFrom = run.Target.AddressSource switch
        {
            AddressSource.Literal => "literal",
            AddressSource.Pinned => "pinned",
            AddressSource.UnixSocket => "unix_socket",
            _ => "lookup",
        },
        Http = run.Observer?.Transport == Http2Origin.Transport ? "2" : "1.1",
        Proxy = run.Target.Proxy?.Display,
        DnsMs = run.Target.AddressSource == AddressSource.Lookup ? run.Target.LookupNs / 1e6 : null,
        ConnectedTo = run.ConnectionsByAddress,
    };

    private TargetInfo Target(PinnedTarget target) => new(
        ShownUrl.Of(_options.Url),
        _options.Api.Name,
        _options.Generation.Model,
        target.UnixSocket is { } path ? ["unix:" + path] : [.. target.Addresses.Select(a => a.ToString())],
        target.IsTls,
        !target.IsTls || _options.Transport.Insecure ? null : _options.Transport.CaFile ?? CertificateBundle.Locate()?.Path);

    // Several clients have judged themselves, each by its own figures: the run is as valid as the least of them.
    private ValidityInfo Judge(RunOutcome run, Dictionary<string, MetricSummary> metrics) => run is { Clients: { } clients, Measured: not null }
        ? Judge([.. clients.SelectMany(c => ClientPartInfo.WhyInvalid(c).Select(reason => $"{c.Name}: {reason}"))])
        : Judge(run.Measured, run, metrics);

    private ValidityInfo Judge(string[] reasons) => new(reasons.Length == 0, reasons, _options.Validity);

    private ValidityInfo Judge(PhaseOutcome? phase, RunOutcome run, Dictionary<string, MetricSummary> metrics) => ValidityJudge.Judge(
        new ValidityInputs
        {
            Measured = phase is not null,
            Observer = run.Observer,
            Arrivals = run.Arrivals,
            SharedReadShare = phase is { } measured ? Tokens(measured.Totals).CoalescedShare : null,
            Latencies = MedianLatencies.Of(metrics),
        },
        _options.Validity);

    private static double Duration(RunTotals totals) =>
        totals.Requested == 0 ? 0 : (totals.LastEndNs - totals.FirstIntendedNs) / 1e9;

    private static Dictionary<string, long> CountOutcomes(RunTotals totals)
    {
        var counts = new Dictionary<string, long> { ["requested"] = totals.Requested, ["completed"] = totals.Completed, ["failed"] = totals.Failed };
        foreach (Outcome outcome in Enum.GetValues<Outcome>())
        {
            counts[Timelines.Outcomes.Name(outcome)] = totals.Of(outcome);
        }

        return counts;
    }

    private static ErrorInfo[] ListErrors(RunOutcome run, RunTotals totals)
    {
        RunTotals source = run.Measured is null && run.Warmup is { } warmup ? warmup.Totals : totals;
        return [.. source.Errors.Take(MaxErrorsListed).Select(e => new ErrorInfo(Timelines.Outcomes.Name(e.Outcome), e.Message, e.Count))];
    }

    private static TokenInfo Tokens(RunTotals totals)
    {
        long gaps = totals.Metric(MetricRegistry.Itl).Count;
        return new TokenInfo(
            totals.InputTokens, totals.OutputTokens, totals.Chunks, totals.InputTokensClient, totals.CachedInputTokens,
            totals.WithUsage, totals.InputMismatches, totals.OutputMismatches,
            totals.CoalescedChunks, gaps > 0 ? (double)totals.CoalescedChunks / gaps : null, totals.MaxChunksPerRead);
    }

    private ThroughputInfo Throughput(RunTotals totals, double duration)
    {
        double perS = duration > 0 ? 1 / duration : 0;
        return new ThroughputInfo(
            totals.Completed * perS,
            totals.InputTokens * perS,
            totals.OutputTokens * perS,
            (totals.InputTokens + totals.OutputTokens) * perS,
            _options.Goodput.Count > 0 ? totals.Good * perS : null);
    }

    private ClientInfo Client(RunOutcome run, RunTotals totals, double duration)
    {
        ProcessUsage usage = run.Usage ?? new ProcessUsage(0, 0, 0, 0, 0);
        return new ClientInfo(
            usage.CpuS,
            duration > 0 ? usage.CpuS / (duration * (run.Clients is { } clients ? ClientsOutcome.Cores(clients) : _about.Environment.CpuCores)) : 0,
            totals.Chunks > 0 ? usage.CpuS * 1e6 / totals.Chunks : null,
            usage.PeakResidentBytes,
            usage.Collections,
            usage.GcPauseMs,
            run.ConnectionsOpened,
            run.ConnectionsReused);
    }
}

/// <summary>What the command line knows of a run beyond its options.</summary>
public sealed record RunDescription
{
    /// <summary>The program.</summary>
    public required ToolInfo Tool { get; init; }

    /// <summary>Every option in force, secrets left out.</summary>
    public required JsonObject Configuration { get; init; }

    /// <summary>The random seed.</summary>
    public required long Seed { get; init; }

    /// <summary><c>closed_loop</c>, <c>open_loop</c> or <c>trace</c>.</summary>
    public required string ScheduleMode { get; init; }

    /// <summary>One line.</summary>
    public required string ScheduleDescription { get; init; }

    /// <summary>The tokenizer that the prompts' lengths were counted by, as the user named it; null for none.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Requests a second; null for no rate.</summary>
    public double? RateRps { get; init; }

    /// <summary>Shape of the gamma-distributed gaps.</summary>
    public double Burstiness { get; init; } = 1;

    /// <summary>The machine.</summary>
    public required EnvironmentInfo Environment { get; init; }

    /// <summary>What the look at the machine before the run found.</summary>
    public IReadOnlyList<HostFinding> HostChecks { get; init; } = [];

    /// <summary>Files that the caller writes beside the run's own.</summary>
    public IReadOnlyList<string> FurtherFiles { get; init; } = [];

    /// <summary>The calibration to cite; null for none.</summary>
    public CalibrationFile? Calibration { get; init; }
}
