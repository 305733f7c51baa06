namespace LoadGen.Verdicts.Statistics;

/// <summary>
/// The studentised bootstrap of a mean over blocks (P. Hall, The Bootstrap and Edgeworth Expansion, 1992): follows the skew of latencies,
/// and, by resampling blocks of consecutive values, what neighbours share. Seeded: the same data give the same interval.
/// </summary>
public sealed class BlockBootstrap
{
    /// <summary>Fewer blocks bear no interval: their spread is not known.</summary>
    public const int BlocksMin = 20;

    // (B + 1)·α is whole for α of 0.01 and 0.005: order statistics then are quantiles (A. C. Davison and D. V. Hinkley, 1997, section 5.2).
    private const int Resamples = 9_999;
    private const ulong Seed = 1;

    private readonly double _error;
    private readonly double[] _deviates;

    /// <summary>Resamples blocks.</summary>
    /// <param name="sums">Each block's sum.</param>
    /// <param name="weights">How many values it holds, or how long it is.</param>
    public BlockBootstrap(ReadOnlySpan<double> sums, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sums.Length, BlocksMin);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, sums.Length);
        var all = new int[sums.Length];
        Array.Fill(all, 1);
        (Mean, _error) = Ratio(sums, weights, all);
        _deviates = new double[Resamples];
        var random = new SplitMix64(Seed);
        for (int i = 0; i < Resamples; i++)
        {
            Array.Clear(all);
            for (int draw = 0; draw < sums.Length; draw++)
            {
                all[random.Next(sums.Length)]++;
            }

            (double mean, double error) = Ratio(sums, weights, all);
            double difference = mean - Mean;

            // Where all blocks drawn are alike, there is no spread to measure by: however far off is too little, and an end that takes it infinite.
            _deviates[i] = error > 0 ? difference / error : difference == 0 ? 0 : difference / 0.0;
        }

        Array.Sort(_deviates);
    }

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The value that the true mean is below with no more than this chance; infinite where the data do not say.</summary>
    /// <param name="tail">The chance, above 0 and up to 0.5.</param>
    public double Low(double tail) => _error == 0 ? Mean : Mean - (Deviate(1 - tail) * _error);

    /// <summary>The value that the true mean is above with no more than this chance; infinite where the data do not say.</summary>
    /// <param name="tail">The chance, above 0 and up to 0.5.</param>
    public double High(double tail) => _error == 0 ? Mean : Mean - (Deviate(tail) * _error);

    // Rounded outwards: a tail that is finer than the resamples can tell gets the outermost of them.
    private double Deviate(double quantile)
    {
        double rank = (Resamples + 1) * quantile;
        int index = (int)(quantile < 0.5 ? Math.Floor(rank) : Math.Ceiling(rank)) - 1;
        return _deviates[Math.Clamp(index, 0, Resamples - 1)];
    }

    // The ratio of the sums, and its error by its residuals.
    private static (double Mean, double Error) Ratio(ReadOnlySpan<double> sums, ReadOnlySpan<double> weights, int[] times)
    {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sum += times[i] * sums[i];
            weight += times[i] * weights[i];
        }

        double mean = sum / weight;
        double squares = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            double residual = sums[i] - (mean * weights[i]);
            squares += times[i] * residual * residual;
        }

        double n = sums.Length;
        return (mean, Math.Sqrt(squares * n / (n - 1)) / weight);
    }
}
