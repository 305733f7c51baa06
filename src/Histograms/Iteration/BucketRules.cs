namespace LoadGen.Histograms.Iteration;

/// <summary>A step for each bucket of the range, whether or not anything was recorded in it.</summary>
public struct AllValuesRule : IStepRule
{
    private int _next;

    /// <inheritdoc/>
    public readonly bool HasNext(in BucketCursor cursor) => _next < cursor.Histogram.Layout.Length;

    /// <inheritdoc/>
    public readonly bool EndsAt(in BucketCursor cursor) => cursor.Index == _next;

    /// <inheritdoc/>
    public readonly long ValueAt(in BucketCursor cursor) => cursor.Histogram.HighestEquivalent(cursor.LowestValue);

    /// <inheritdoc/>
    public readonly double PercentileLevelAt(in BucketCursor cursor) => cursor.TotalCount == 0 ? 100.0 : cursor.Percentile;

    /// <inheritdoc/>
    public void Advance(in BucketCursor cursor) => _next++;
}

/// <summary>A step for each bucket in which something was recorded.</summary>
public struct RecordedValuesRule : IStepRule
{
    private int _next;

    /// <inheritdoc/>
    public readonly bool HasNext(in BucketCursor cursor) => !cursor.HasCountedAll;

    /// <inheritdoc/>
    public readonly bool EndsAt(in BucketCursor cursor) => cursor.CountAtIndex != 0 && cursor.Index >= _next;

    /// <inheritdoc/>
    public readonly long ValueAt(in BucketCursor cursor) => cursor.Histogram.HighestEquivalent(cursor.LowestValue);

    /// <inheritdoc/>
    public readonly double PercentileLevelAt(in BucketCursor cursor) => cursor.Percentile;

    /// <inheritdoc/>
    public void Advance(in BucketCursor cursor) => _next = cursor.Index + 1;
}
