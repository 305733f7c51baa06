namespace LoadGen.Results.Statistics;

/// <summary>
/// The difference of two means whose variances need not be equal: B. L. Welch, "The generalization of 'Student's' problem when several different
/// population variances are involved", Biometrika 34 (1947).
/// </summary>
internal static class Welch
{
    /// <summary>mean(b) − mean(a) with its confidence interval.</summary>
    /// <param name="a">Two values or more.</param>
    /// <param name="b">Two values or more.</param>
    /// <param name="confidence">Such as 0.95.</param>
    public static Interval Difference(IReadOnlyList<double> a, IReadOnlyList<double> b, double confidence)
    {
        if (a.Count < 2 || b.Count < 2)
        {
            throw new ArgumentException($"{a.Count} and {b.Count} values: accepted are two or more of both");
        }

        double difference = b.Average() - a.Average();
        double varianceA = Variance(a) / a.Count;
        double varianceB = Variance(b) / b.Count;
        double variance = varianceA + varianceB;
        if (variance == 0)
        {
            return new Interval(difference, difference, difference);
        }

        double degrees = variance * variance / ((varianceA * varianceA / (a.Count - 1)) + (varianceB * varianceB / (b.Count - 1)));
        double half = StudentT.Quantile((1 + confidence) / 2, degrees) * Math.Sqrt(variance);
        return new Interval(difference, difference - half, difference + half);
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
