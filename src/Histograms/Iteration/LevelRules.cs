namespace LoadGen.Histograms.Iteration;

/// <summary>Steps of equal width in value, until every recorded value has been counted.</summary>
/// <remarks>
/// A step ends in the bucket that holds its last value, so a step narrower than a bucket takes the whole bucket's count with
/// it, and those that follow within the bucket report none.
/// </remarks>
public struct LinearRule : IStepRule
{
    private readonly long _width;
    private LevelWalk _level;

    internal LinearRule(long width)
    {
        _width = width;
        _level = new LevelWalk(width - 1);
    }

    /// <inheritdoc/>
    public readonly bool HasNext(in BucketCursor cursor) => _level.HasNext(cursor, cursor.NextLowestValue);

    /// <inheritdoc/>
    public readonly bool EndsAt(in BucketCursor cursor) => _level.EndsAt(cursor);

    /// <inheritdoc/>
    public readonly long ValueAt(in BucketCursor cursor) => _level.Highest;

    /// <inheritdoc/>
    public readonly double PercentileLevelAt(in BucketCursor cursor) => cursor.TotalCount == 0 ? 100.0 : cursor.Percentile;

    /// <inheritdoc/>
    public void Advance(in BucketCursor cursor)
        => _level.MoveTo(_level.Highest > long.MaxValue - _width ? long.MaxValue : _level.Highest + _width);
}

/// <summary>Steps whose upper ends grow by a factor, until every recorded value has been counted.</summary>
public struct LogarithmicRule : IStepRule
{
    private readonly double _base;
    private double _end;
    private LevelWalk _level;

    internal LogarithmicRule(long first, double logBase)
    {
        _base = logBase;
        _end = first;
        _level = new LevelWalk(first - 1);
    }

    // The reference leaves out a step that would end exactly with the bucket reached; linear steps have it.
    /// <inheritdoc/>
    public readonly bool HasNext(in BucketCursor cursor) => _level.HasNext(cursor, cursor.NextLowestValue - 1);

    /// <inheritdoc/>
    public readonly bool EndsAt(in BucketCursor cursor) => _level.EndsAt(cursor);

    /// <inheritdoc/>
    public readonly long ValueAt(in BucketCursor cursor) => _level.Highest;

    /// <inheritdoc/>
    public readonly double PercentileLevelAt(in BucketCursor cursor) => cursor.TotalCount == 0 ? 100.0 : cursor.Percentile;

    /// <inheritdoc/>
    public void Advance(in BucketCursor cursor)
    {
        _end *= _base;
        _level.MoveTo(_end >= long.MaxValue ? long.MaxValue : (long)_end - 1);
    }
}

/// <summary>The level that linear and logarithmic steps rise to; at the top of the range it is spent.</summary>
internal struct LevelWalk(long highest)
{
    private bool _spent;

    public long Highest { get; private set; } = highest;

    // When all is counted, steps go on only while they lie in the bucket reached.
    public readonly bool HasNext(in BucketCursor cursor, long bucketEnd)
        => !_spent && (!cursor.HasCountedAll || Highest < bucketEnd);

    public readonly bool EndsAt(in BucketCursor cursor)
        => cursor.LowestValue >= cursor.Histogram.LowestEquivalent(Highest) || cursor.IsAtLastIndex;

    public void MoveTo(long highest)
    {
        _spent = Highest == long.MaxValue;
        Highest = highest;
    }
}
