using LoadGen.Serving.Metrics;
using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Exposition;

/// <summary>What is counted of one endpoint since the process began.</summary>
internal sealed class EndpointSeries
{
    private const double NsPerMs = 1e6;

    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Outcomes => _outcomes;

    public Histogram Ttft { get; } = new(HistogramBounds.OfWaits);

    public Histogram E2e { get; } = new(HistogramBounds.OfRequests);

    public Histogram Tpot { get; } = new(HistogramBounds.OfWaits);

    public Histogram Connect { get; } = new(HistogramBounds.OfWaits);

    public void Add(ProbeRecord probe)
    {
        _outcomes[probe.Outcome] = _outcomes.GetValueOrDefault(probe.Outcome) + 1;
        Record(Connect, probe.ConnectMs);
        if (probe.IsCompleted)
        {
            Record(Ttft, probe.TtftMs);
            Record(E2e, probe.E2eMs);
            Record(Tpot, probe.TpotMs);
        }
    }

    private static void Record(Histogram histogram, double? ms)
    {
        if (ms is { } value)
        {
            histogram.Record((long)(value * NsPerMs));
        }
    }
}
