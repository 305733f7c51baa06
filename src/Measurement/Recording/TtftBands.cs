using System.Globalization;
using System.Numerics;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>
/// Times to first token of completed requests, by what they depend on: the turn, the length of the context, and how much of it was cached.
/// A band is made when its first request comes. Single-threaded.
/// </summary>
public sealed class TtftBands
{
    private static readonly string[] s_shares = ["0%", "(0%,25%]", "(25%,50%]", "(50%,75%]", "(75%,100%)", "100%"];

    private readonly SortedDictionary<int, MetricAccumulator> _turns = [];
    private readonly SortedDictionary<int, MetricAccumulator> _contexts = [];
    private readonly SortedDictionary<int, MetricAccumulator> _shares = [];

    /// <summary>By turn, from 1: 1, 2, 3-4, 5-8, …; empty without sessions.</summary>
    public IEnumerable<(string Band, MetricAccumulator Ttft)> ByTurn => _turns.Select(b => (TurnBand(b.Key), b.Value));

    /// <summary>By input tokens, in powers of two.</summary>
    public IEnumerable<(string Band, MetricAccumulator Ttft)> ByContext => _contexts.Select(b => (ContextBand(b.Key), b.Value));

    /// <summary>By the share of the prompt that the server says was cached; without the requests of which it says nothing.</summary>
    public IEnumerable<(string Band, MetricAccumulator Ttft)> ByCached => _shares.Select(b => (s_shares[b.Key], b.Value));

    /// <summary>Adds a completed request.</summary>
    public void Add(RequestTimeline timeline, in RequestFigures figures)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (figures.TtftNs < 0)
        {
            return;
        }

        if (timeline.Item.Session is not null)
        {
            // 1, 2, 3-4, 5-8: the logarithm of the turn, rounded up.
            Record(_turns, BitOperations.Log2((uint)timeline.Item.Turn) + (timeline.Item.Turn > 0 ? 1 : 0), figures.TtftNs);
        }

        Record(_contexts, BitOperations.Log2((uint)Math.Max(1, figures.InputTokens)), figures.TtftNs);
        if (timeline.Usage is { PromptTokens: > 0, CachedPromptTokens: >= 0 } usage)
        {
            Record(_shares, ShareOf(usage.CachedPromptTokens, usage.PromptTokens), figures.TtftNs);
        }
    }

    private static int ShareOf(long cached, long prompt) =>
        cached == 0 ? 0 : cached >= prompt ? s_shares.Length - 1 : (int)(((4 * cached) + prompt - 1) / prompt);

    private static string TurnBand(int band) => band < 2
        ? (band + 1).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(1L << (band - 1)) + 1}-{1L << band}");

    private static string ContextBand(int band) => band == 0 ? "1" : string.Create(CultureInfo.InvariantCulture, $"{1L << band}-{(2L << band) - 1}");

    private static void Record(SortedDictionary<int, MetricAccumulator> bands, int band, long ttftNs)
    {
        if (!bands.TryGetValue(band, out MetricAccumulator? ttft))
        {
            bands[band] = ttft = new MetricAccumulator(MetricRegistry.Ttft);
        }

        ttft.Record(ttftNs);
    }
}
