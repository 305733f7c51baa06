namespace LoadGen.Economics.Frontier;

/// <summary>
/// A frontier as a curve: the throughput per GPU at an interactivity or a latency, by <see cref="SteffenSpline"/> through the frontier's points, never below 0.
/// Costs and power figures there are derived from that throughput: a spline through the costs themselves would be another curve.
/// </summary>
public sealed class FrontierCurve
{
    private readonly SteffenSpline _spline;

    private FrontierCurve(IReadOnlyList<int> indices, SteffenSpline spline) => (Indices, _spline) = (indices, spline);

    /// <summary>The frontier's points by their indices among all points, by rising interactivity or latency.</summary>
    public IReadOnlyList<int> Indices { get; }

    /// <summary>The lowest interactivity or latency of the frontier.</summary>
    public double From => _spline.From;

    /// <summary>The highest.</summary>
    public double To => _spline.To;

    /// <summary>The curve over these points' frontier.</summary>
    /// <param name="points">X: interactivity in tok/s/user, or a latency; Y: tok/s/GPU.</param>
    /// <param name="isLessXBetter">X is a latency.</param>
    /// <returns>Null where no point is usable.</returns>
    public static FrontierCurve? Of(IReadOnlyList<FrontierPoint> points, bool isLessXBetter = false)
    {
        IReadOnlyList<int> indices = ParetoFrontier.Indices(points, isLessXBetter);
        return indices.Count == 0
            ? null
            : new FrontierCurve(indices, new SteffenSpline([.. indices.Select(i => points[i].X)], [.. indices.Select(i => points[i].Y)]));
    }

    /// <summary>tok/s/GPU at an interactivity or a latency; null outside of the frontier's points.</summary>
    public double? TokensPerSPerGpuAt(double x) => _spline.At(x) is { } value ? Math.Max(value, 0) : null;
}
