using LoadGen.Economics.Skus;
using LoadGen.Reporting.Html;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Tests.Html.Support;

/// <summary>Rows and reports for tests; the browser's tests share them.</summary>
internal static class ReportRowsFor
{
    public static readonly DateTimeOffset Day = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_hardware = ["b200", "b300", "gb200", "gb300", "h100", "h200", "mi300x", "mi325x", "mi355x"];

    public static ReportOptions Options { get; } = new()
    {
        Title = "A report",
        Tool = new ReportTool("loadgen", "1.2.3", "abc"),
        Folder = Path.GetTempPath(),
        Sources = ["results"],
    };

    /// <summary>A row whose figures hang together: so many tokens a second for a user, so many for a GPU.</summary>
    public static ResultRow One(string id, string hardware = "h200", int concurrency = 8, double interactivity = 50, double throughput = 400, string model = "dsr1", string? folder = null) => new()
    {
        Id = id,
        Identity = new PointIdentity
        {
            Hardware = hardware,
            Framework = "sglang",
            Model = model,
            Precision = "fp8",
            Isl = 1024,
            Osl = 1024,
            Concurrency = concurrency,
            Decode = new WorkerShape { Tp = 8, Gpus = 8 },
        },
        Metrics = Metrics(interactivity, throughput),
        MeasuredAt = Day,
        Source = RowSource.Run,
        Folder = folder,
    };

    /// <summary>Rows as a large study has them, from a seed: nine SKUs, three of ten simulated, some flagged.</summary>
    public static IReadOnlyList<ResultRow> Many(int count, int seed = 1)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                string hardware = s_hardware[i % s_hardware.Length];
                double interactivity = 10 + (140 * random.NextDouble());
                double throughput = 60_000 / interactivity * (0.5 + random.NextDouble());
                return One($"row-{i}", hardware, 1 + (i / s_hardware.Length), interactivity, throughput, folder: Path.Combine(Path.GetTempPath(), $"points/p{i}")) with
                {
                    Simulated = random.NextDouble() < 0.3,
                    Flags = i % 50 == 49 ? ["input and output do not add up"] : [],
                    MeasuredAt = Day.AddDays(i % 90),
                };
            }),
        ];
    }

    public static ReportDocument Document(IReadOnlyList<ResultRow> rows, ReportOptions? options = null, bool live = false, IReadOnlyList<string>? problems = null) =>
        new ReportBuilder(SkuCatalog.BuiltIn).Build(new RowReading(rows, problems ?? []), options ?? Options, Day, "v1", live);

    public static string Page(ReportDocument document)
    {
        using var output = new StringWriter();
        ReportPage.Write(document, output);
        return output.ToString();
    }

    private static Dictionary<string, double> Metrics(double interactivity, double throughput)
    {
        double tpot = 1 / interactivity;
        var metrics = new Dictionary<string, double>
        {
            ["tput_per_gpu"] = throughput,
            ["output_tput_per_gpu"] = throughput / 2,
            ["input_tput_per_gpu"] = throughput / 2,
            ["std_intvty"] = 1,
            ["avg_power_w"] = 600,
            ["joules_per_total_token"] = 600 / throughput,
        };
        foreach ((string name, double factor) in new[] { ("median", 1.0), ("mean", 1.02), ("p90", 1.2), ("p99", 1.6), ("p99.9", 2.0) })
        {
            metrics[$"{name}_tpot"] = tpot * factor;
            metrics[$"{name}_itl"] = tpot * factor;
            metrics[$"{name}_ttft"] = 0.2 * factor;
            metrics[$"{name}_e2el"] = (0.2 + (1023 * tpot)) * factor;
            metrics[$"{name}_intvty"] = interactivity / factor;
        }

        return metrics;
    }
}
