namespace LoadGen.Economics.Frontier;

/// <summary>
/// The points of a chart that no other beats: no other is at least as good in both coordinates and better in one. Along it the throughput
/// falls strictly while the user's share gets strictly better, so that a curve can be drawn through it. Of equal points the first one stays.
/// </summary>
public static class ParetoFrontier
{
    /// <summary>The indices of the frontier's points, by rising X. Points with a coordinate that is no finite number are never on it.</summary>
    /// <param name="points">All points.</param>
    /// <param name="isLessXBetter">X is a latency. Default: X is an interactivity, of which more is better.</param>
    public static IReadOnlyList<int> Indices(IReadOnlyList<FrontierPoint> points, bool isLessXBetter = false)
    {
        ArgumentNullException.ThrowIfNull(points);
        int[] order = [.. Enumerable.Range(0, points.Count).Where(i => double.IsFinite(points[i].X) && double.IsFinite(points[i].Y))];
        double sign = isLessXBetter ? 1 : -1;
        Array.Sort(order, (a, b) =>
        {
            int byX = (sign * points[a].X).CompareTo(sign * points[b].X);
            int byY = points[b].Y.CompareTo(points[a].Y);
            return byX != 0 ? byX : byY != 0 ? byY : a.CompareTo(b);
        });

        // From the best X on: a point stays when its Y is above all that came before it.
        var kept = new List<int>();
        double best = double.NegativeInfinity;
        foreach (int i in order)
        {
            if (points[i].Y > best)
            {
                best = points[i].Y;
                kept.Add(i);
            }
        }

        if (!isLessXBetter)
        {
            kept.Reverse();
        }

        return kept;
    }
}
