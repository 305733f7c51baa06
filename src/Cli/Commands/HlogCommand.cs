using System.CommandLine;
using System.Text.Json;
using LoadGen.Cli.Options;
using LoadGen.Histograms;
using LoadGen.Measurement.Results;
using LoadGen.Reporting;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen hlog</c>: summarises and merges histogram logs.</summary>
internal static class HlogCommand
{
    private const string Description = """
        Summarise HdrHistogram logs (.hlog, V0 to V2); several are merged. Values are in the logs' own unit: ns in LoadGen's.

        Examples:
          loadgen hlog results/run/ttft.hlog
          loadgen hlog client1/itl.hlog client2/itl.hlog --from 10 --to 60 --format json
        """;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Histogram logs.", Arity = ArgumentArity.OneOrMore };
        Option<double?> from = Syntax.Number("--from", "Only intervals that start at least so many seconds after the log's start.", 0);
        Option<double?> to = Syntax.Number("--to", "Only intervals that start before so many seconds after the log's start.", 0);
        Option<string?> tag = Syntax.Text("--tag", "TAG", "Only intervals with this tag. Default: all.");
        Option<string?> format = Syntax.Choice("--format", "Output: table or json. Default: table.", "table", "json");
        var command = new Command("hlog", Description) { files, from, to, tag, format };
        command.SetAction(parse => Run(parse.GetValue(files) ?? [], parse.GetValue(from), parse.GetValue(to), parse.GetValue(tag), parse.GetValue(format) ?? "table"));
        return command;
    }

    private static int Run(string[] files, double? from, double? to, string? tag, string format)
    {
        if (from is { } f && to is { } t && t <= f)
        {
            throw new UsageException($"--to {t} lies not after --from {f}: no interval can match");
        }

        var logs = new List<(string, TextReader)>();
        try
        {
            foreach (string file in files)
            {
                logs.Add((file, File.OpenText(file)));
            }

            HistogramLogTotals totals = HistogramLogSummary.Summarise(logs, from, to, interval => tag is null || interval.Tag == tag);
            if (format == "json")
            {
                WriteJson(totals);
            }
            else
            {
                HlogTable.Write(totals, Console.Out);
            }

            return ExitCode.Ok;
        }
        catch (HistogramFormatException e)
        {
            throw new UsageException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string file = files[Math.Min(logs.Count, files.Length - 1)];
            throw new UsageException(File.Exists(file) ? $"{file} cannot be read ({RunFolder.Reason(e)})" : $"{file} does not exist");
        }
        finally
        {
            logs.ForEach(l => l.Item2.Dispose());
        }
    }

    private static void WriteJson(HistogramLogTotals totals)
    {
        using Stream output = StandardStreams.OpenOutput();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("intervals", totals.Intervals);
            json.WriteNumber("count", totals.Count);
            json.WriteNumber("min", totals.Min);
            json.WriteNumber("mean", totals.Mean);
            json.WriteNumber("p50", totals.P50);
            json.WriteNumber("p90", totals.P90);
            json.WriteNumber("p99", totals.P99);
            json.WriteNumber("p99.9", totals.P999);
            json.WriteNumber("max", totals.Max);
            if (totals.StartTimeSeconds is { } start)
            {
                json.WriteNumber("start_time", start);
            }
            else
            {
                json.WriteNull("start_time");
            }

            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
