namespace LoadGen.Telemetry.Windows;

/// <summary>How much of a window was watched.</summary>
/// <param name="Share">Part of the window outside gaps, 0–1.</param>
/// <param name="GapCount">Gaps that touch the window.</param>
/// <param name="LongestS">Longest time inside the window without a sample, s.</param>
public readonly record struct Coverage(double Share, int GapCount, double LongestS)
{
    /// <summary>Longer than this without a sample is a gap, s: ten readings of the slowest period allowed, and the time over which NVML averages.</summary>
    public const double GapS = 1;

    /// <summary>Looks for the gaps. Before the first sample and after the last there is one too, where it is long enough.</summary>
    public static Coverage Of(ReadOnlySpan<TimedValue> series, TimeWindow window)
    {
        if (!window.IsValid)
        {
            return new Coverage(0, 0, 0);
        }

        var tally = new Tally(window);
        long left = long.MinValue;
        foreach (TimedValue sample in series)
        {
            tally.Add(left, sample.TimeNs);
            left = sample.TimeNs;
        }

        tally.Add(left, long.MaxValue);
        return new Coverage(1 - ((double)tally.UncoveredNs / (window.EndNs - window.StartNs)), tally.Gaps, tally.LongestNs / 1e9);
    }

    private struct Tally(TimeWindow window)
    {
        public long UncoveredNs;
        public int Gaps;
        public long LongestNs;

        public void Add(long leftNs, long rightNs)
        {
            long inside = Math.Min(rightNs, window.EndNs) - Math.Max(leftNs, window.StartNs);
            if (inside <= 0)
            {
                return;
            }

            LongestNs = Math.Max(LongestNs, inside);

            // What lies beyond the first or last sample is judged by its part inside: nobody knows how long it was.
            bool isOpen = leftNs == long.MinValue || rightNs == long.MaxValue;
            double lengthS = (isOpen ? inside : rightNs - leftNs) / 1e9;
            if (lengthS > GapS)
            {
                UncoveredNs += inside;
                Gaps++;
            }
        }
    }
}
