namespace LoadGen.Verdicts.Statistics;

/// <summary>The logarithm of the gamma function, and how far Stirling's formula is from it.</summary>
internal static class GammaFunction
{
    // From here on the series of the error falls below the last bit of a double within eight terms.
    private const double SeriesLeast = 15;

    /// <summary>ln √(2π).</summary>
    private const double HalfLogTwoPi = 0.918938533204672741780329736406;

    // Lanczos' approximation with g = 607/128 and 15 terms (P. Godfrey, 2001): relative error below 1e-15.
    private const double LanczosG = 607.0 / 128;

    private static readonly double[] s_lanczos =
    [
        0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174, -0.49191381609762019978,
        .33994649984811888699e-4, .46523628927048575665e-4, -.98374475304879564677e-4, .15808870322491248884e-3, -.21026444172410488319e-3,
        .21743961811521264320e-3, -.16431810653676389022e-3, .84418223983852743293e-4, -.26190838401581408670e-4, .36899182659531622704e-5,
    ];

    // 1/12, −1/360, 1/1260 …: the coefficients B₂ₖ / (2k(2k − 1)) of Stirling's series.
    private static readonly double[] s_stirling =
    [
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400,
    ];

    /// <summary>ln Γ(x), x &gt; 0.</summary>
    public static double Log(double x)
    {
        double sum = s_lanczos[0];
        for (int i = 1; i < s_lanczos.Length; i++)
        {
            sum += s_lanczos[i] / (x - 1 + i);
        }

        double t = x + LanczosG - 0.5;
        return HalfLogTwoPi + ((x - 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    /// <summary>ln Γ(x + 1) − (x + ½) ln x + x − ln √(2π), x &gt; 0: without the large terms, whose last bits would drown it.</summary>
    public static double StirlingError(double x)
    {
        if (x < SeriesLeast)
        {
            return Log(x + 1) - ((x + 0.5) * Math.Log(x)) + x - HalfLogTwoPi;
        }

        double sum = 0;
        double power = 1 / x;
        foreach (double coefficient in s_stirling)
        {
            sum += coefficient * power;
            power /= x * x;
        }

        return sum;
    }
}
