using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Inference;
using LoadGen.Inference.Apis;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Validity;
using LoadGen.Reporting;
using LoadGen.Simulation;
using LoadGen.Transport.Connections;
using LoadGen.Workloads;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen demo</c>: the first thing to run.</summary>
internal static class DemoCommand
{
    private const string Description = """
        Start a simulated engine in this process, measure it at four concurrencies, and print the table and where the files are.
        Needs nothing but this program; takes about 20 seconds.

        Example:
          loadgen demo --output results/first
        """;

    // Enough requests a point for a p99, few enough for a coffee-less wait.
    private static readonly (int Concurrency, int Requests)[] Points = [(1, 4), (8, 32), (64, 256), (256, 1024)];

    public static Command Create()
    {
        Option<string?> output = Syntax.Text("--output", "DIR", "Folder for the results. Default: results/demo-<date>-<time>.");
        Option<string?> progress = Syntax.Choice("--progress", "Live progress on standard error: auto, plain or none. Default: auto.", "auto", "plain", "none");
        var command = new Command("demo", Description) { output, progress };
        command.SetAction((parse, _) => RunAsync(
            parse.GetValue(output) ?? Path.Combine("results", string.Create(CultureInfo.InvariantCulture, $"demo-{DateTimeOffset.Now:yyyyMMdd-HHmmss}")),
            parse.GetValue(progress) ?? "auto"));
        return command;
    }

    private static async Task<int> RunAsync(string folder, string progress)
    {
        using var stop = new StopSignal();
        var engineOptions = new SimulatedEngineOptions
        {
            Port = 0,
            TimeToFirstToken = TimeSpan.FromMilliseconds(100),
            InterTokenLatency = TimeSpan.FromMilliseconds(10),
            Jitter = 0.1,
        };
        await using SimulatedEngine engine = await SimulatedEngine.StartAsync(engineOptions, stop.Token);
        Console.Out.WriteLine($"A simulated engine runs at {engine.Url}: first token after 100 ms, then one each 10 ms, ±10%.");

        var reports = new List<(int, ResultDocument)>();
        foreach ((int concurrency, int requests) in Points)
        {
            BenchReport report = await MeasureAsync(engine.Url, concurrency, requests, Path.Combine(folder, $"concurrency-{concurrency}"), progress, stop.Token);
            if (report.Verdict.Kind != RunVerdictKind.Valid)
            {
                Console.Error.WriteLine("loadgen: " + report.Verdict.Message);
                return ExitCode.Of(report.Verdict.Kind);
            }

            reports.Add((concurrency, report.Document));
        }

        Console.Out.WriteLine("Simulated figures: they show the tool, not an engine.");
        SweepTable.Write(reports, Console.Out);
        if (reports.Any(r => !r.Item2.Validity.Valid))
        {
            Console.Out.WriteLine("Not valid means: the client, which shares this machine with its engine here, added too much of its own to these figures; result.json says what.");
        }

        Console.Out.WriteLine($"Results: {Path.GetFullPath(folder)} (a folder a concurrency: result.json, records.jsonl, inferencex.json, *.hlog)");
        Console.Out.WriteLine("Next: loadgen bench --url URL --concurrency 16, and loadgen bench --help");
        return ExitCode.Ok;
    }

    private static Task<BenchReport> MeasureAsync(Uri url, int concurrency, int requests, string folder, string progress, CancellationToken cancellation)
    {
        var random = new RandomWorkloadOptions { InputTokens = 256, OutputTokens = 100, RangeRatio = 0.8, VocabularySize = WordList.IdCount, Count = requests };
        var target = new TargetChoice(url, new ChatCompletionsApi(), new GenerationOptions { Model = "sim" }, [], TransportOptions.Default);
        var workload = new WorkloadChoice(new RandomWorkload(random), RandomWorkload.ForWarmup(random, null), PromptFormat.Words, null, 0)
        {
            Concurrency = concurrency,
            Requests = requests,
            WarmupRequests = Math.Min(concurrency, 16),
            Mode = "closed_loop",
            ScheduleDescription = $"closed loop, {concurrency} streams",
        };
        var configuration = new JsonObject { ["concurrency"] = concurrency, ["requests"] = requests, ["isl"] = 256, ["osl"] = 100, ["range_ratio"] = 0.8, ["seed"] = 0 };
        var output = new OutputChoice(folder, Overwrite: false, [], MaxFailureRate: 0.05, progress)
        {
            // Engine and client take each other's cores: that must not keep anyone from seeing the tool.
            Validity = new ValidityChoice(ValidityBounds.Default, AllowInvalid: true),
        };
        return BenchSession.RunAsync(target, workload, output, configuration, cancellation);
    }
}
