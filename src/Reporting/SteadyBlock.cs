using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using Spectre.Console;

namespace LoadGen.Reporting;

/// <summary>The steady state on a terminal: printed where it differs from the run.</summary>
internal static class SteadyBlock
{
    // Ramp and drain of less than this share of the run change no figure that is printed by more than its last digits.
    private const double Trifle = 0.01;

    /// <summary>Prints it, or why there is none.</summary>
    public static void Write(ResultDocument document, IAnsiConsole console, TextWriter output)
    {
        if (document.SteadyStateAbsent is { } absent && document.Status != "failed")
        {
            output.WriteLine($"No steady state: {absent}.");
        }

        if (!IsShown(document, out SteadyStateInfo? s))
        {
            return;
        }

        Table table = LatencyRows.Table("ms, steady state");
        foreach (MetricDefinition metric in LatencyRows.Always)
        {
            LatencyRows.Add(table, metric.Title + ", steady", s.Metrics[metric.Name]);
        }

        console.Write(table);
        output.WriteLine(
            $"Steady state, {Figures.Number(s.LengthS)} s after {Figures.Number(s.RampS)} s of ramp and before {Figures.Number(s.DrainS)} s of drain: "
            + $"{Figures.Number(s.Throughput.RequestsPerS)} req/s, input {Figures.Number(s.Throughput.InputTokensPerS)} tok/s, "
            + $"output {Figures.Number(s.Throughput.OutputTokensPerS)} tok/s, total {Figures.Number(s.Throughput.TotalTokensPerS)} tok/s"
            + (s.Throughput.GoodputRequestsPerS is { } good ? $", goodput {Figures.Number(good)} req/s" : ""));
    }

    /// <summary>The steady state is printed: there is one, and it is not the whole run but for a trifle.</summary>
    public static bool IsShown(ResultDocument document, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SteadyStateInfo? steady)
    {
        steady = document.SteadyState;
        return steady is not null && steady.LengthS < (1 - Trifle) * document.DurationS;
    }
}
