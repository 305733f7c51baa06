using LoadGen.Histograms;

namespace LoadGen.Simulation.Pacing;

/// <summary>Lateness in ns, three significant digits. One thread records; any may read.</summary>
internal sealed class LatenessHistogram
{
    // An hour: what is later counts as an hour late.
    private const long HighestNs = 3_600_000_000_000;
    private const int SignificantDigits = 3;

    private readonly HistogramRecorder _recorder = new(1, HighestNs, SignificantDigits);
    private readonly HdrHistogram _total = NewHistogram();
    private readonly Lock _reading = new();
    private HdrHistogram? _spare;

    public void Record(long ns) => _recorder.TryRecord(Math.Clamp(ns, 0, HighestNs));

    public static Lateness Summarise(IEnumerable<LatenessHistogram> histograms)
    {
        HdrHistogram merged = NewHistogram();
        foreach (LatenessHistogram histogram in histograms)
        {
            histogram.AddTo(merged);
        }

        double At(double percentile) => merged.ValueAtPercentile(percentile) / 1e3;
        return merged.TotalCount == 0
            ? new Lateness(0, 0, 0, 0, 0, 0)
            : new Lateness(merged.TotalCount, merged.Mean / 1e3, At(50), At(99), At(99.9), merged.Max / 1e3);
    }

    private static HdrHistogram NewHistogram() => new(1, HighestNs, SignificantDigits);

    private void AddTo(HdrHistogram merged)
    {
        lock (_reading)
        {
            _spare = _recorder.SwapInterval(_spare);
            _total.Add(_spare);
            merged.Add(_total);
        }
    }
}
