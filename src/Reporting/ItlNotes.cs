using System.Globalization;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;

namespace LoadGen.Reporting;

/// <summary>What must be said beside an ITL: chunks that came together have no gaps between them, and a median of 0.00 is no pace.</summary>
internal static class ItlNotes
{
    private const double MostlyCoalesced = 0.5;

    /// <summary>The notes, one line each; none where every chunk came alone.</summary>
    public static IEnumerable<string> Of(ResultDocument document)
    {
        TokenInfo tokens = document.Tokens;
        if (tokens.CoalescedChunks > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Note: {Figures.Count(tokens.CoalescedChunks)} chunks ({tokens.CoalescedShare:P1} of the gaps) came in one read with the chunk before, up to {tokens.MaxChunksPerRead} in a read: ITL counts each as 0, ITL per token shares the time among the tokens of the read.");
        }

        if (!ReadsAsZero(document))
        {
            yield break;
        }

        yield return tokens.CoalescedShare >= MostlyCoalesced
            ? $"Note: ITL p50 reads 0.00 because most chunks came together with the one before; the pace is in ITL per token (p50 {Figures.Ms(document.Metrics[MetricRegistry.ItlPerToken.Name].P50)} ms)."
            : $"Note: ITL p50 reads 0.00 because half the chunks came within 5 µs of the one before (bursts, though read apart); the pace is in ITL per token (mean {Figures.Ms(document.Metrics[MetricRegistry.ItlPerToken.Name].Mean)} ms) and TPOT.";
    }

    /// <summary>A median chunk gap is printed as <c>0.00</c>: the run's, or its steady state's where that is shown.</summary>
    public static bool ReadsAsZero(ResultDocument document) =>
        IsZero(document.Metrics) || (SteadyBlock.IsShown(document, out SteadyStateInfo? steady) && IsZero(steady.Metrics));

    private static bool IsZero(IReadOnlyDictionary<string, MetricSummary> metrics) =>
        metrics[MetricRegistry.Itl.Name].P50 is { } median && Figures.Ms(median) == Figures.Ms(0);
}
