namespace LoadGen.Economics.Frontier;

/// <summary>
/// Monotone cubic interpolation after M. Steffen, "A simple method for monotonic interpolation in one dimension", Astronomy and Astrophysics
/// 239, 443 (1990): through all knots, with a continuous slope, and between two knots never outside their values: extremes are at knots only.
/// </summary>
public sealed class SteffenSpline
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _slope;

    /// <summary>Creates it.</summary>
    /// <param name="x">The knots' abscissas, strictly rising.</param>
    /// <param name="y">Their values.</param>
    /// <exception cref="ArgumentException">There are no knots, the lengths differ, a number is not finite, or the abscissas do not rise.</exception>
    public SteffenSpline(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length == 0 || x.Length != y.Length)
        {
            throw new ArgumentException($"{x.Length} abscissas and {y.Length} values: accepted are as many of both, at least one", nameof(x));
        }

        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]) || (i > 0 && x[i] <= x[i - 1]))
            {
                throw new ArgumentException($"knot {i} ({x[i]}, {y[i]}): accepted are finite numbers, the abscissas strictly rising", nameof(x));
            }
        }

        _x = x.ToArray();
        _y = y.ToArray();
        _slope = Slopes(_x, _y);
    }

    /// <summary>The first knot's abscissa.</summary>
    public double From => _x[0];

    /// <summary>The last knot's abscissa.</summary>
    public double To => _x[^1];

    /// <summary>The value at <paramref name="x"/>; null outside of the knots: what was not measured is not guessed.</summary>
    public double? At(double x)
    {
        if (!(x >= From && x <= To))
        {
            return null;
        }

        int found = Array.BinarySearch(_x, x);
        if (found >= 0)
        {
            return _y[found];
        }

        int i = ~found - 1;
        double h = _x[i + 1] - _x[i];
        double secant = (_y[i + 1] - _y[i]) / h;
        double t = x - _x[i];
        double a = (_slope[i] + _slope[i + 1] - (2 * secant)) / (h * h);
        double b = ((3 * secant) - (2 * _slope[i]) - _slope[i + 1]) / h;
        double value = (((((a * t) + b) * t) + _slope[i]) * t) + _y[i];
        // The cubic is between them; rounding may put its last digit outside.
        return Math.Clamp(value, Math.Min(_y[i], _y[i + 1]), Math.Max(_y[i], _y[i + 1]));
    }

    private static double[] Slopes(double[] x, double[] y)
    {
        int n = x.Length;
        var slope = new double[n];
        if (n == 1)
        {
            return slope;
        }

        double Step(int i) => x[i + 1] - x[i];
        double Secant(int i) => (y[i + 1] - y[i]) / Step(i);
        if (n == 2)
        {
            slope[0] = slope[1] = Secant(0);
            return slope;
        }

        for (int i = 1; i < n - 1; i++)
        {
            // Eq. 11: the parabola's slope through three knots, held below twice the flatter secant; 0 at an extreme.
            (double before, double after) = (Secant(i - 1), Secant(i));
            double parabola = ((before * Step(i)) + (after * Step(i - 1))) / (Step(i - 1) + Step(i));
            slope[i] = (Math.Sign(before) + Math.Sign(after)) * Math.Min(Math.Min(Math.Abs(before), Math.Abs(after)), Math.Abs(parabola) / 2);
        }

        slope[0] = EndSlope(Secant(0), Secant(1), Step(0), Step(1));
        slope[n - 1] = EndSlope(Secant(n - 2), Secant(n - 3), Step(n - 2), Step(n - 3));
        return slope;
    }

    // Eqs. 24 and 26: the parabola through the end's three knots, held between 0 and twice the end's secant.
    private static double EndSlope(double secant, double next, double step, double nextStep)
    {
        double ratio = step / (step + nextStep);
        double parabola = (secant * (1 + ratio)) - (next * ratio);
        return Math.Sign(parabola) != Math.Sign(secant) ? 0 : Math.Abs(parabola) > 2 * Math.Abs(secant) ? 2 * secant : parabola;
    }
}
