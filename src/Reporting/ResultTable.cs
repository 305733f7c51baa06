using System.Globalization;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using Spectre.Console;

namespace LoadGen.Reporting;

/// <summary>A run's result on a terminal.</summary>
public static class ResultTable
{
    private static readonly MetricDefinition[] Scheduled = [MetricRegistry.TtftIntended, MetricRegistry.E2eIntended, MetricRegistry.Lateness];

    /// <summary>Prints it.</summary>
    /// <param name="document">The result.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ResultDocument document, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        IAnsiConsole console = Plain.Console(output);
        WriteSummary(document, output);

        Table table = LatencyRows.Table("ms");
        bool scheduled = document.Schedule.Mode != "closed_loop";
        foreach (MetricDefinition metric in scheduled ? LatencyRows.Always.Concat(Scheduled) : LatencyRows.Always)
        {
            LatencyRows.Add(table, metric.Title, document.Metrics[metric.Name]);
        }

        if (document.Metrics[MetricRegistry.DeliveryDelay.Name] is { Count: > 0 } delay)
        {
            LatencyRows.Add(table, MetricRegistry.DeliveryDelay.Title, delay);
        }

        console.Write(table);
        SteadyBlock.Write(document, console, output);
        MetricSummary users = document.Metrics[MetricRegistry.Interactivity.Name];
        output.WriteLine($"Interactivity, tok/s/user: median {Figures.Number(users.P50)}, mean {Figures.Number(users.Mean)}, slowest 10% below {Figures.Number(users.P10)}, slowest 1% below {Figures.Number(users.P1)}");
        SessionLines.Write(document, output);
        PowerLines.Write(document, output);
        WriteRemarks(document, output);
    }

    private static void WriteSummary(ResultDocument d, TextWriter output)
    {
        string simulated = d.Simulated ? " (simulated engine)" : "";
        output.WriteLine($"{d.Target.Model} at {d.Target.Url}{simulated}, {d.Target.Api}; {d.Workload.Description}; {d.Schedule.Description}");
        output.WriteLine(
            $"{Figures.Count(d.Outcomes["completed"])} of {Figures.Count(d.Outcomes["requested"])} requests completed in {Figures.Number(d.DurationS)} s: "
            + $"{Figures.Number(d.Throughput.RequestsPerS)} req/s, input {Figures.Number(d.Throughput.InputTokensPerS)} tok/s, "
            + $"output {Figures.Number(d.Throughput.OutputTokensPerS)} tok/s, total {Figures.Number(d.Throughput.TotalTokensPerS)} tok/s"
            + (d.Throughput.GoodputRequestsPerS is { } good ? $", goodput {Figures.Number(good)} req/s" : ""));
    }

    private static void WriteRemarks(ResultDocument d, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Tokens: {Figures.Count(d.Tokens.Input)} in, {Figures.Count(d.Tokens.Output)} out in {Figures.Count(d.Tokens.Chunks)} chunks; client: {Figures.Number(d.Client.CpuPerChunkUs)} µs CPU a chunk, {d.Client.PeakResidentBytes / 1_000_000} MB resident"));
        if (d.Outcomes["completed"] > d.Tokens.RequestsWithUsage)
        {
            output.WriteLine($"Note: {Figures.Count(d.Outcomes["completed"] - d.Tokens.RequestsWithUsage)} completed requests came without usage; their output tokens are counted in chunks.");
        }

        InputLines.Write(d, output);
        if (d.Tokens.InputMismatches > 0 && d.InputTruth?.ClientAgainstTarget is null)
        {
            output.WriteLine($"Note: the server counts other prompt lengths than the client ({d.Workload.InputLengthMeasuredBy}) in {Figures.Count(d.Tokens.InputMismatches)} requests: {Figures.Count(d.Tokens.Input)} against {Figures.Count(d.Tokens.InputClient)} tokens.");
        }

        if (d.Tokens.OutputMismatches > 0)
        {
            output.WriteLine($"Note: chunks do not equal output tokens in {Figures.Count(d.Tokens.OutputMismatches)} requests (several tokens a chunk?): compare ITL per token, not ITL.");
        }

        foreach (string note in d.Calibration?.Notes() ?? [])
        {
            output.WriteLine("Note: " + note);
        }

        foreach (string note in ItlNotes.Of(d))
        {
            output.WriteLine(note);
        }

        foreach (ErrorInfo error in d.Errors)
        {
            output.WriteLine($"{Figures.Count(error.Count)} × {error.Outcome}: {error.Message}");
        }

        foreach (string reason in d.StatusReasons)
        {
            output.WriteLine($"{d.Status}: {reason}");
        }

        ValidityLines.Write(d, output);
    }
}
