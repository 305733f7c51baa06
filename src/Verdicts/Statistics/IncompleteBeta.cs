namespace LoadGen.Verdicts.Statistics;

/// <summary>
/// The regularised incomplete beta function I_x(a, b), either tail to nearly the precision of a double: by its continued fraction
/// (<see href="https://dlmf.nist.gov/8.17#v">DLMF 8.17.22</see>), with the factor before it in C. Loader's saddle-point form (Fast and
/// accurate computation of binomial probabilities, 2000), which keeps its digits where logarithms of gamma functions lose them.
/// </summary>
public static class IncompleteBeta
{
    // The fraction needs about √max(a, b) terms: this is enough for 10⁹ requests.
    private const int TermsMax = 200_000;
    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;

    /// <summary>I_x(a, b): the chance that a beta variable is at most x.</summary>
    /// <param name="x">0 to 1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double Lower(double x, double a, double b) => Tail(x, a, b, isUpper: false);

    /// <summary>1 − I_x(a, b), without the loss of the subtraction.</summary>
    /// <param name="x">0 to 1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double Upper(double x, double a, double b) => Tail(x, a, b, isUpper: true);

    private static double Tail(double x, double a, double b, bool isUpper)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(b);
        if (x is 0 or 1)
        {
            return (x == 1) == isUpper ? 0 : 1;
        }

        // The fraction converges fast on the side of the mean that x lies on; the other tail is what it leaves.
        bool isLowSide = x < (a + 1) / (a + b + 2);
        double y = 1 - x;
        double near = isLowSide ? Factor(x, y, a, b) * Fraction(x, a, b) / a : Factor(x, y, a, b) * Fraction(y, b, a) / b;
        return Math.Clamp(isLowSide == isUpper ? 1 - near : near, 0, 1);
    }

    // x^a y^b / B(a, b), as a·b/(a + b) times a binomial probability with real arguments.
    private static double Factor(double x, double y, double a, double b)
    {
        double n = a + b;
        double log = GammaFunction.StirlingError(n) - GammaFunction.StirlingError(a) - GammaFunction.StirlingError(b) - Deviance(a, n * x) - Deviance(b, n * y);
        return Math.Exp(log) * Math.Sqrt(a * b / (2 * Math.PI * n));
    }

    // k ln(k / m) + m − k, by a series where k is near m and the three terms would cancel.
    private static double Deviance(double k, double mean)
    {
        double difference = k - mean;
        if (Math.Abs(difference) >= 0.1 * (k + mean))
        {
            return (k * Math.Log(k / mean)) - difference;
        }

        double v = difference / (k + mean);
        double sum = difference * v;
        double term = 2 * k * v;
        for (int i = 3; ; i += 2)
        {
            term *= v * v;
            double next = sum + (term / i);
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }

    // Lentz's method, as modified by I. J. Thompson and A. R. Barnett (1986).
    private static double Fraction(double x, double a, double b)
    {
        double c = 1;
        double d = Reciprocal(1 - ((a + b) * x / (a + 1)));
        double value = d;
        for (int m = 1; m <= TermsMax; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = Reciprocal(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= d * c;

            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = Reciprocal(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            double step = d * c;
            value *= step;
            if (Math.Abs(step - 1) <= Precision)
            {
                break;
            }
        }

        return value;
    }

    private static double Reciprocal(double value) => 1 / NotZero(value);

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
