namespace LoadGen.Measurement.Calibration;

/// <summary>Which level to try next: doubling until one is not valid, then halving the gap between that one and the last valid one.</summary>
/// <param name="First">Streams of the first level.</param>
/// <param name="Max">Most streams to try.</param>
/// <param name="Bisections">Halvings of the gap.</param>
public sealed record LevelPlan(int First, int Max, int Bisections = 2)
{
    // A finer limit than this share of it means nothing: the same level varies by as much from run to run.
    private const double Resolution = 0.05;

    /// <summary>The next level's streams; null when nothing is left to learn.</summary>
    /// <param name="tried">What was tried, in that order.</param>
    public int? Next(IReadOnlyList<CalibrationLevel> tried)
    {
        ArgumentNullException.ThrowIfNull(tried);
        int best = Best(tried)?.Streams ?? 0;
        if (Ceiling(tried) is not { Streams: var ceiling })
        {
            return best == 0 ? Math.Min(First, Max) : best < Max ? (int)Math.Min(2L * best, Max) : null;
        }

        int firstFailure = tried.TakeWhile(level => level.Verdict == LevelVerdict.Valid).Count();
        int middle = best + ((ceiling - best) / 2);
        return tried.Count - firstFailure - 1 < Bisections && middle > best && ceiling - best > Resolution * best ? middle : null;
    }

    /// <summary>What the levels say: the highest valid one, and whether the client was seen to fail above it. Null when none was valid.</summary>
    public static CalibrationLimit? Limit(IReadOnlyList<CalibrationLevel> tried)
    {
        ArgumentNullException.ThrowIfNull(tried);
        return Best(tried) is { } best
            ? new CalibrationLimit(best.Streams, best.TokensPerSSeen, Ceiling(tried) is not { Verdict: LevelVerdict.Invalid })
            : null;
    }

    private static CalibrationLevel? Best(IEnumerable<CalibrationLevel> tried) =>
        tried.Where(level => level.Verdict == LevelVerdict.Valid).MaxBy(level => level.Streams);

    private static CalibrationLevel? Ceiling(IEnumerable<CalibrationLevel> tried) =>
        tried.Where(level => level.Verdict != LevelVerdict.Valid).MinBy(level => level.Streams);
}
