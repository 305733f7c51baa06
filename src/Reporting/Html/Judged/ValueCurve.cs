namespace LoadGen.Reporting.Html.Judged;

/// <summary>Requests' values by percentile: as many points as a plot over the logarithm of the distance to 100% needs, each a request's own value.</summary>
internal static class ValueCurve
{
    // Between 90% and 99% lie some 33 points: what the bound is held against is where they are closest.
    private const int TicksPerHalfDistance = 10;

    /// <summary>The points.</summary>
    /// <param name="bestFirst">The values, best first.</param>
    /// <param name="n">All requests, those included that have no value because they failed: they are worse than any.</param>
    /// <param name="required">The share that must keep to the bound: the value it is judged by is among the points.</param>
    /// <returns>[percent of the requests that are as good or better, value].</returns>
    public static IReadOnlyList<double[]> Of(ReadOnlySpan<double> bestFirst, int n, double? required)
    {
        int last = bestFirst.Length - 1;
        if (last < 0)
        {
            return [];
        }

        var ranks = new SortedSet<int> { 0, last };
        if (required is { } share)
        {
            ranks.Add(Math.Min(Rank(share, n), last));
        }

        for (int tick = 1, rank = 0; rank < last; tick++)
        {
            rank = Rank(1 - Math.Pow(2, -(double)tick / TicksPerHalfDistance), n);
            ranks.Add(Math.Min(rank, last));
        }

        var points = new List<double[]>(ranks.Count);
        foreach (int rank in ranks)
        {
            // The worst of all is at 100%, infinitely far away on the plot's axis: half a request before it, it can be drawn.
            double percent = 100 * Math.Min((rank + 1.0) / n, 1 - (0.5 / n));
            points.Add([Math.Round(percent, 6), ReportFigures.Rounded(bestFirst[rank]) ?? 0]);
        }

        return points;
    }

    // The nearest rank, from 0. Through decimal: 0.99 of 700 requests are 693, and not the next above 693.0000000000001.
    private static int Rank(double share, int n) => Math.Max(0, (int)Math.Ceiling(Math.Round((decimal)share * n, 9)) - 1);
}
