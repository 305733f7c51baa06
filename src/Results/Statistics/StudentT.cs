namespace LoadGen.Results.Statistics;

/// <summary>Student's t distribution, for any number of degrees of freedom above 0.</summary>
internal static class StudentT
{
    private const double Tiny = 1e-300;
    private const int TermsMax = 10_000;

    // Beyond it a t of one degree of freedom holds all but 1e-16 of the probability.
    private const double QuantileMax = 1e16;

    /// <summary>P(T ≤ t).</summary>
    public static double Cumulative(double t, double degrees)
    {
        // I_x(ν/2, 1/2) at x = ν / (ν + t²) is the probability outside of ±|t|.
        double outside = IncompleteBeta(degrees / (degrees + (t * t)), degrees / 2, 0.5);
        return t > 0 ? 1 - (outside / 2) : outside / 2;
    }

    /// <summary>The t below which a draw is with <paramref name="probability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not inside of 0 to 1, or there are no degrees of freedom.</exception>
    public static double Quantile(double probability, double degrees)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "accepted: between 0 and 1");
        }

        if (!(degrees > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "accepted: above 0");
        }

        if (probability < 0.5)
        {
            return -Quantile(1 - probability, degrees);
        }

        // The distribution rises everywhere: halving cannot miss, and ends at two neighbouring doubles.
        double low = 0;
        double high = 1;
        while (high < QuantileMax && Cumulative(high, degrees) < probability)
        {
            low = high;
            high *= 2;
        }

        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            (low, high) = Cumulative(middle, degrees) < probability ? (middle, high) : (low, middle);
        }
    }

    /// <summary>The regularized incomplete beta function I_x(a, b), by its continued fraction (Lentz's method; NIST DLMF 8.17.22).</summary>
    public static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        // The fraction converges fast on one side of the mean only: the other side is its mirror image.
        return x > (a + 1) / (a + b + 2) ? 1 - Fraction(1 - x, b, a) : Fraction(x, a, b);
    }

    private static double Fraction(double x, double a, double b)
    {
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x))) / a;
        double c = 1;
        double d = Inverse(1 - ((a + b) * x / (a + 1)));
        double value = d;
        for (int m = 1; m < TermsMax; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = Inverse(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = Inverse(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return front * value;
    }

    private static double Inverse(double value) => 1 / NotZero(value);

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>ln Γ(x) for x above 0: Stirling's series after raising x above 10 (DLMF 5.11.1), within 1e-14.</summary>
    public static double LogGamma(double x)
    {
        double shift = 0;
        while (x < 10)
        {
            shift += Math.Log(x);
            x++;
        }

        double r = 1 / (x * x);
        double series = (1.0 / 12) - (r * ((1.0 / 360) - (r * ((1.0 / 1260) - (r * ((1.0 / 1680) - (r * ((1.0 / 1188) - (r * 691 / 360_360)))))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (series / x) - shift;
    }
}
