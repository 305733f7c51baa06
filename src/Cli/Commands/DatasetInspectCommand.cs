using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LoadGen.Cli.Options;
using LoadGen.Reporting;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Inspection;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen dataset inspect</c>: what a dataset holds.</summary>
internal static class DatasetInspectCommand
{
    private const string Description = """
        Show what a dataset holds: lengths, turns, gaps, what prompts share, and the theoretical cache-hit rate, as figures and small plots.
        The file is streamed; memory goes with its conversations (16 bytes each) and the different blocks of its prompts (about 60 bytes each).

        Examples:
          loadgen dataset inspect configs/datasets/sharegpt.json
          loadgen dataset inspect configs/datasets/wildchat.jsonl --tokenizer models/llama
          loadgen dataset inspect conversation_trace.jsonl --cache-tokens 1000000 --cache-tokens 10000000
          loadgen dataset inspect sessions.jsonl --live-sessions 64 --max-gap 300s --speedup 60 --json
        """;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The dataset." };
        var read = new DatasetReadOptions("--");
        Option<long?> seed = Syntax.Long("--seed", "Fixes the order under --shuffle. Default: 0.", 0, uint.MaxValue);
        Option<int?> block = Syntax.Integer("--block-size", "Tokens of a cache block. Default: the dataset's own; 64 of text.", 1, 1_000_000);
        Option<string[]> caches = Syntax.Texts("--cache-tokens", "N", "Say the hit rate of a cache of N tokens that drops what was used longest ago; may be given several times.");
        Option<int?> live = Syntax.Integer("--live-sessions", "Conversations live at once, where the dataset does not say when they begin. Default: 1.", 1, 1_000_000);
        Option<double?> speedup = Syntax.Number("--speedup", "Compress times: 60 makes an hour a minute. Default: 1.", 0, aboveMin: true);
        Option<TimeSpan?> gap = Syntax.Duration("--max-gap", "Cap gaps between turns, before they are sped up; InferenceX caps them at 300s. Default: no cap.");
        Option<bool> json = Syntax.Flag("--json", "Print JSON.");
        CounterOption counter = CounterOption.OfTexts();
        var command = new Command("inspect", Description) { file, counter.Option, block, caches, live, speedup, gap, seed, json };
        foreach (Option option in read.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, cancellation) =>
        {
            DatasetOptions options = read.Read(parse, parse.GetValue(seed) ?? 0) with
            {
                Time = new TimeScale { Speedup = parse.GetValue(speedup) ?? 1, LongestGap = parse.GetValue(gap) },
            };
            var inspect = new InspectOptions
            {
                BlockTokens = parse.GetValue(block),
                LiveSessions = parse.GetValue(live) ?? 1,
                CacheTokens = Capacities(parse.GetValue(caches) ?? []),
                Counter = counter.Read(parse),
            };
            return Task.FromResult(Run(parse.GetValue(file)!, options, inspect, parse.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Run(string path, DatasetOptions options, InspectOptions inspect, bool isJson, CancellationToken cancellation)
    {
        using ConversationSource source = DatasetArguments.Opening(path, "", () => DatasetFile.Open(path, options));
        DatasetReport report = DatasetInspector.Inspect(source, inspect, cancellation);
        if (isJson)
        {
            WriteJson(report);
        }
        else
        {
            DatasetTable.Write(report, Console.Out, Console.IsOutputRedirected ? null : Console.WindowWidth);
        }

        return ExitCode.Ok;
    }

    private static List<long> Capacities(string[] texts)
    {
        var problems = new Problems();
        var capacities = new List<long>();
        foreach (string text in texts)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long tokens) && tokens > 0)
            {
                capacities.Add(tokens);
            }
            else
            {
                problems.Add($"--cache-tokens: '{text}' is not a whole number of at least 1");
            }
        }

        problems.ThrowIfAny();
        return capacities;
    }

    private static void WriteJson(DatasetReport report)
    {
        using Stream output = StandardStreams.OpenOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            DatasetReportJson.Write(report, json);
        }

        output.WriteByte((byte)'\n');
    }
}
