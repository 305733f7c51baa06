namespace LoadGen.Watching.Running;

/// <summary>
/// When rounds are due and in which order their endpoints begin: a pure function of the seed and the round. Every endpoint is asked once a
/// round, at the same moment as the others; who begins moves on by one each round, so that none is always first.
/// </summary>
/// <param name="interval">From one round to the next.</param>
/// <param name="jitter">A round is later than its place by a time drawn evenly from 0 to this: probes on a beat would meet, or miss, what else has one.</param>
/// <param name="seed">Fixes the draws.</param>
internal sealed class RoundSchedule(TimeSpan interval, TimeSpan jitter, long seed)
{
    /// <summary>When a round is due, after the watcher's start.</summary>
    /// <param name="step">Its place after the start, from 0.</param>
    /// <param name="round">Its number over all restarts.</param>
    public TimeSpan DueOf(long step, long round) => (step * interval) + (jitter * Fraction((ulong)seed ^ ((ulong)(round + 1) * Mixing.Step)));

    /// <summary>The first place that is not before <paramref name="elapsed"/>.</summary>
    public long StepAt(TimeSpan elapsed) => (elapsed.Ticks + interval.Ticks - 1) / interval.Ticks;

    /// <summary>The order of a round: indexes of endpoints.</summary>
    public static int[] OrderOf(long round, int endpoints)
    {
        int[] order = new int[endpoints];
        for (int i = 0; i < endpoints; i++)
        {
            order[i] = (int)((round + i) % endpoints);
        }

        return order;
    }

    private static double Fraction(ulong number) => (Mixing.Mix(number) >> 11) * (1.0 / (1UL << 53));
}
