namespace LoadGen.Evaluation.Figures;

/// <summary>
/// The exact test of pairs: of n pairs that differ, each is as likely to differ one way as the other. For right and wrong answers it is
/// McNemar's exact test (Q. McNemar, 1947, with the binomial distribution in place of χ²).
/// </summary>
public static class SignTest
{
    /// <summary>The two-sided p-value: how likely a split at least as uneven is by chance; 1 where no pair differs.</summary>
    /// <param name="one">Pairs that differ one way.</param>
    /// <param name="other">Pairs that differ the other way.</param>
    public static double PValue(int one, int other)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(one);
        ArgumentOutOfRangeException.ThrowIfNegative(other);
        int pairs = one + other;
        int fewer = Math.Min(one, other);

        // C(n, k) / 2^n from one k to the next, in logarithms: 2^-2000 is no double.
        double log = -pairs * Math.Log(2);
        double tail = 0;
        for (int k = 0; k <= fewer; k++)
        {
            tail += Math.Exp(log);
            log += Math.Log(pairs - k) - Math.Log(k + 1);
        }

        return Math.Min(1, 2 * tail);
    }
}
