using LoadGen.Measurement.Results;
using Spectre.Console;

namespace LoadGen.Reporting;

/// <summary>Several runs of one endpoint, one row each: how throughput and latency move with the load.</summary>
public static class SweepTable
{
    /// <summary>Prints it.</summary>
    /// <param name="runs">The concurrency and the result of each run.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IEnumerable<(int Concurrency, ResultDocument Result)> runs, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Table table = Plain.Table(
            "concurrency", "requests", "failed", "req/s", "output tok/s", "tok/s/user", "TTFT p50 ms", "TTFT p99 ms", "ITL p50 ms", "ITL p99 ms", "TPOT p50 ms", "E2E p50 ms", "valid");
        var zeros = new List<int>();
        foreach ((int concurrency, ResultDocument d) in runs)
        {
            if (ItlNotes.ReadsAsZero(d))
            {
                zeros.Add(concurrency);
            }

            var ttft = d.Metrics["ttft_ms"];
            var itl = d.Metrics["itl_ms"];
            table.AddRow(
                Figures.Count(concurrency),
                Figures.Count(d.Outcomes["completed"]),
                Figures.Count(d.Outcomes["failed"]),
                Figures.Number(d.Throughput.RequestsPerS),
                Figures.Number(d.Throughput.OutputTokensPerS),
                Figures.Number(d.Metrics["interactivity_tps"].P50),
                Figures.Ms(ttft.P50),
                Figures.Ms(ttft.P99),
                Figures.Ms(itl.P50),
                Figures.Ms(itl.P99),
                Figures.Ms(d.Metrics["tpot_ms"].P50),
                Figures.Ms(d.Metrics["e2e_ms"].P50),
                d.Validity.Valid ? "yes" : "NO");
        }

        Plain.Console(output).Write(table);
        if (zeros.Count > 0)
        {
            output.WriteLine($"Note: ITL p50 reads 0.00 at concurrency {string.Join(", ", zeros)} because chunks came together there; each run's ITL per token (itl_per_token_ms) and the TPOT have the pace.");
        }
    }
}
