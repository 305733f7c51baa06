using LoadGen.Economics.Costs;

namespace LoadGen.Economics.Frontier;

/// <summary>
/// A frontier as a curve: the throughput per GPU at an interactivity, by <see cref="SteffenSpline"/> through the frontier's points, never below 0.
/// Costs and power figures at an interactivity are derived from that throughput: a spline through the costs themselves would be another curve.
/// </summary>
public sealed class FrontierCurve
{
    private readonly SteffenSpline _spline;

    private FrontierCurve(IReadOnlyList<int> indices, SteffenSpline spline) => (Indices, _spline) = (indices, spline);

    /// <summary>The frontier's points by their indices among all points, by rising interactivity.</summary>
    public IReadOnlyList<int> Indices { get; }

    /// <summary>The lowest interactivity of the frontier, tok/s/user.</summary>
    public double From => _spline.From;

    /// <summary>The highest.</summary>
    public double To => _spline.To;

    /// <summary>The curve over these points' frontier.</summary>
    /// <param name="points">X: interactivity in tok/s/user; Y: tok/s/GPU.</param>
    /// <returns>Null where no point is usable.</returns>
    public static FrontierCurve? Of(IReadOnlyList<FrontierPoint> points)
    {
        IReadOnlyList<int> indices = ParetoFrontier.Indices(points);
        return indices.Count == 0
            ? null
            : new FrontierCurve(indices, new SteffenSpline([.. indices.Select(i => points[i].X)], [.. indices.Select(i => points[i].Y)]));
    }

    /// <summary>tok/s/GPU at an interactivity; null outside of the frontier's points.</summary>
    public double? TokensPerSPerGpuAt(double interactivity) => _spline.At(interactivity) is { } value ? Math.Max(value, 0) : null;

    /// <summary>US dollars per million tokens at an interactivity; null outside of the frontier, and where the throughput is 0.</summary>
    public double? UsdPerMillionTokensAt(double interactivity, double usdPerGpuHour) =>
        TokensPerSPerGpuAt(interactivity) is > 0 and var rate ? UnitCosts.UsdPerMillionTokens(usdPerGpuHour, rate) : null;

    /// <summary>Tokens per second and provisioned MW at an interactivity; null as above.</summary>
    public double? TokensPerSPerMwAt(double interactivity, double provisionedKw) =>
        TokensPerSPerGpuAt(interactivity) is > 0 and var rate ? UnitCosts.TokensPerSPerMw(provisionedKw, rate) : null;
}
