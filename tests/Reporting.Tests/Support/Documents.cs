using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Validity;

namespace LoadGen.Reporting.Tests.Support;

/// <summary>A result made by hand: every figure in it is another, so that a table shows which it took.</summary>
internal static class Documents
{
    public static ResultDocument Result { get; } = new()
    {
        Tool = new ToolInfo("loadgen", "0.1.0", "abc", ".NET"),
        Status = "complete",
        StatusReasons = [],
        StartedAt = DateTimeOffset.UnixEpoch,
        DurationS = 12.5,
        Target = new TargetInfo("http://127.0.0.1:8000/", "chat", "some/model", ["127.0.0.1"], false, null),
        Configuration = [],
        Seed = 1,
        Workload = new WorkloadInfo("random", "random prompts, ISL 16", "words"),
        Schedule = new ScheduleInfo("closed_loop", "4 streams", 2000),
        Outcomes = new Dictionary<string, long> { ["requested"] = 2000, ["completed"] = 1998, ["failed"] = 2 },
        Errors = [new ErrorInfo("truncated", "the stream ended without [DONE]", 2)],
        Tokens = new TokenInfo(32_000, 400_000, 399_000, 31_000, 0, 1998, 0, 0, 0, 0, 1),
        Throughput = new ThroughputInfo(160.26, 2560.7, 32_000, 34_560.7, null),
        Metrics = MetricRegistry.All.Select((metric, i) => (metric.Name, Summary: Summary(1000 * i))).ToDictionary(m => m.Name, m => m.Summary),
        Observer = new ObserverInfo(
            "kernel", "io_uring", 2, new DelayInfo(20, 150, 300, 1200, 400_000), new DelayInfo(1, 2, 3, 4, 400_000), new DelayInfo(50, 90, 95, 99, 1250), 2.25, 0.415, 0.0125, 0, 400_000, 0),
        Validity = new ValidityInfo(true, [], ValidityBounds.Default),
        Client = new ClientInfo(1, 0.5, 2.5, 100_000_000, 1, 1, 4, 1996),
        Environment = new EnvironmentInfo("host", "Linux", "6.1", "x64", null, 4, 1, null, null, false),
        Files = [],
        Definitions = new Dictionary<string, string>(),
    };

    /// <summary>The result, had chunks come together.</summary>
    public static ResultDocument Coalesced(long chunks, double share, int mostPerRead, double itlP50) => Result with
    {
        Tokens = Result.Tokens with { CoalescedChunks = chunks, CoalescedShare = share, MaxChunksPerRead = mostPerRead },
        Metrics = Result.Metrics.ToDictionary(
            m => m.Key, m => m.Key == MetricRegistry.Itl.Name ? m.Value with { P50 = itlP50 } : m.Value),
    };

    /// <summary>The result, had it a steady state of so many of its seconds; its figures are half of a row further than the run's.</summary>
    public static ResultDocument Steady(double lengthS, double? itlP50 = null) => Result with
    {
        SteadyState = new SteadyStateInfo
        {
            Rule = "by hand",
            RampS = 1.5,
            StartS = 1.5,
            LengthS = lengthS,
            EndS = 1.5 + lengthS,
            DrainS = Result.DurationS - 1.5 - lengthS,
            BelowS = 0,
            Requests = 1500,
            RequestsEnded = 1400,
            OutputTokens = 28_000,
            Throughput = new ThroughputInfo(140.5, 2240.5, 28_000, 30_240.5, null),
            Metrics = MetricRegistry.All.Select((metric, i) => (metric.Name, Summary: Summary((1000 * i) + 500)))
                .ToDictionary(m => m.Name, m => m.Name == MetricRegistry.Itl.Name ? m.Summary with { P50 = itlP50 ?? m.Summary.P50 } : m.Summary),
        },
    };

    /// <summary>What a writer prints.</summary>
    public static string Print(Action<TextWriter> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(text);
        return text.ToString();
    }

    /// <summary>The cells of a table's row, found by its first.</summary>
    public static string[] Row(string table, string first) =>
        table.Split('\n').Select(Cells).Single(cells => cells.Length > 1 && cells[0] == first);

    private static string[] Cells(string line) => [.. line.Split('│', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Trim())];

    // 1 is the mean, 2 the deviation, and so on; a metric's figures lie 1000 above those of the one before it.
    private static MetricSummary Summary(double above) => new()
    {
        Count = 5,
        Mean = above + 1,
        Std = above + 2,
        Min = above + 3,
        P1 = above + 4,
        P10 = above + 5,
        P50 = above + 6,
        P90 = above + 7,
        P95 = above + 8,
        P99 = above + 9,
        P999 = above + 10,
        Max = above + 11,
    };
}
