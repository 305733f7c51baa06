namespace LoadGen.Histograms.Iteration;

/// <summary>
/// Steps of percentile that halve in size with each halving of the distance to 100: the classic percentile distribution.
/// The last step is at 100.
/// </summary>
public struct PercentileRule : IStepRule
{
    private readonly int _ticksPerHalfDistance;
    private double _level;
    private bool _last;

    internal PercentileRule(int ticksPerHalfDistance) => _ticksPerHalfDistance = ticksPerHalfDistance;

    /// <inheritdoc/>
    public bool HasNext(in BucketCursor cursor)
    {
        if (!cursor.HasCountedAll)
        {
            return true;
        }

        // Once everything is counted, one more step says 100.
        if (_last || cursor.TotalCount == 0)
        {
            return false;
        }

        _last = true;
        _level = 100.0;
        return true;
    }

    // Beyond 10^16 values the percentile of all but a few rounds to 100: only the count says that the end is reached.
    /// <inheritdoc/>
    public readonly bool EndsAt(in BucketCursor cursor)
        => cursor.CountAtIndex != 0 && (_level < 100.0 ? cursor.Percentile >= _level : cursor.HasCountedAll);

    /// <inheritdoc/>
    public readonly long ValueAt(in BucketCursor cursor) => cursor.Histogram.HighestEquivalent(cursor.LowestValue);

    /// <inheritdoc/>
    public readonly double PercentileLevelAt(in BucketCursor cursor) => _level;

    /// <inheritdoc/>
    public void Advance(in BucketCursor cursor)
    {
        if (_level >= 100.0)
        {
            _last = true;
            return;
        }

        var halvings = (int)Math.Log2(100.0 / (100.0 - _level)) + 1;
        var next = _level + (100.0 / (_ticksPerHalfDistance * Math.Pow(2, halvings)));
        // A step too small for a double to tell would be taken for ever.
        _level = next > _level ? Math.Min(next, 100.0) : 100.0;
    }
}
