using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>Exact values, kept with the formulas of InferenceX's client: chunks with non-empty <c>choices</c>, their text may be empty.</summary>
public sealed class InferenceXSamples
{
    private readonly List<(int Index, int Input, int Output)> _lengths = [];

    /// <summary>First chunk − send, ns.</summary>
    public ExactSamples Ttft { get; } = new();

    /// <summary>Gaps between chunks, ns.</summary>
    public ExactSamples Itl { get; } = new();

    /// <summary>(E2EL − TTFT) / (output tokens − 1), ns.</summary>
    public List<double> Tpot { get; } = [];

    /// <summary>Last chunk − send, ns.</summary>
    public ExactSamples E2el { get; } = new();

    /// <summary>Adds a finished request; failed ones only have their lengths kept, output 0.</summary>
    public void Add(RequestTimeline timeline, in RequestFigures figures)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        bool completed = timeline.Outcome == Outcome.Completed;
        _lengths.Add((timeline.Item.Index, timeline.Item.InputTokens > 0 ? timeline.Item.InputTokens : figures.InputTokens, completed ? figures.OutputTokens : 0));
        if (!completed || timeline.Chunks == 0)
        {
            return;
        }

        long ttft = timeline.FirstChunkNs - timeline.SendNs;
        long e2el = timeline.LastChunkNs - timeline.SendNs;
        Ttft.Add(ttft);
        E2el.Add(e2el);
        if (figures.OutputTokens > 1)
        {
            Tpot.Add((double)(e2el - ttft) / (figures.OutputTokens - 1));
        }

        long previous = timeline.Chunk(0).OffsetNs;
        for (int i = 1; i < timeline.Chunks; i++)
        {
            long offset = timeline.Chunk(i).OffsetNs;
            Itl.Add(offset - previous);
            previous = offset;
        }
    }

    /// <summary>Prompt lengths in the workload's order.</summary>
    public int[] InputLengths() => [.. _lengths.OrderBy(l => l.Index).Select(l => l.Input)];

    /// <summary>Output lengths in the workload's order; 0 for failed requests.</summary>
    public int[] OutputLengths() => [.. _lengths.OrderBy(l => l.Index).Select(l => l.Output)];
}
