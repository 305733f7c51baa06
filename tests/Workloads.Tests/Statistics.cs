namespace LoadGen.Workloads.Tests;

/// <summary>What the arrival tests need of statistics.</summary>
internal static class Statistics
{
    public static double[] Gaps(IReadOnlyList<long> offsets) =>
        [.. Enumerable.Range(1, offsets.Count - 1).Select(i => (double)(offsets[i] - offsets[i - 1]))];

    /// <summary>Population standard deviation over mean.</summary>
    public static double CoefficientOfVariation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean))) / mean;
    }

    /// <summary>Kolmogorov and Smirnov's D: the largest distance between the sample's distribution function and the given one.</summary>
    public static double KolmogorovSmirnov(double[] values, Func<double, double> distribution)
    {
        double[] sorted = [.. values.Order()];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double expected = distribution(sorted[i]);
            largest = Math.Max(largest, Math.Max(((i + 1.0) / sorted.Length) - expected, expected - ((double)i / sorted.Length)));
        }

        return largest;
    }

    /// <summary>D above this refutes the distribution at the 1% level, for large samples.</summary>
    public static double CriticalDistance(int samples) => 1.628 / Math.Sqrt(samples);

    /// <summary>The gamma distribution function for scale 1, by its power series; enough for shapes and values under about 50.</summary>
    public static double GammaCdf(double shape, double x)
    {
        // x^k e^-x Σ x^n / (k (k+1) … (k+n)) / Γ(k)
        double term = 1 / shape;
        double sum = term;
        for (int n = 1; term > sum * 1e-15; n++)
        {
            term *= x / (shape + n);
            sum += term;
        }

        return Math.Min(1, sum * Math.Exp((shape * Math.Log(x)) - x - LogGamma(shape)));
    }

    // Stirling's series, after shifting the argument up to where it converges fast.
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
        {
            shift -= Math.Log(x);
        }

        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x)) + (1 / (1260 * Math.Pow(x, 5)));
    }
}
