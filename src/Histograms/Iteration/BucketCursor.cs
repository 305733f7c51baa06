namespace LoadGen.Histograms.Iteration;

/// <summary>A place in a histogram's buckets and what has been counted on the way there; the rules of iteration read it.</summary>
public struct BucketCursor
{
    private readonly HdrHistogram _histogram;
    private readonly long _expectedTotal;
    private bool _counted;

    internal BucketCursor(HdrHistogram histogram)
    {
        _histogram = histogram;
        _expectedTotal = histogram.TotalCount;
        Take();
    }

    internal int Index { get; private set; }

    internal long LowestValue { get; private set; }

    internal long NextLowestValue { get; private set; }

    internal long CountAtIndex { get; private set; }

    internal long CountSoFar { get; private set; }

    internal readonly long TotalCount => _expectedTotal;

    internal readonly HdrHistogram Histogram => _histogram;

    internal readonly bool IsAtLastIndex => Index >= _histogram.Layout.Length - 1;

    internal readonly bool HasCountedAll => CountSoFar >= _expectedTotal;

    internal readonly double Percentile => 100.0 * CountSoFar / _expectedTotal;

    /// <summary>Counts the present bucket, once.</summary>
    internal void Count()
    {
        if (!_counted)
        {
            CountSoFar += CountAtIndex;
            _counted = true;
        }
    }

    /// <summary>Goes to the next bucket; false at the end.</summary>
    internal bool TryAdvance()
    {
        if (IsAtLastIndex)
        {
            return false;
        }

        Index++;
        Take();
        return true;
    }

    internal readonly void ThrowIfChanged()
    {
        if (_histogram.TotalCount != _expectedTotal)
        {
            throw new InvalidOperationException("The histogram changed while it was iterated over.");
        }
    }

    private void Take()
    {
        LowestValue = _histogram.Layout.ValueAt(Index);
        NextLowestValue = _histogram.Layout.ValueAt(Index + 1);
        CountAtIndex = _histogram.CountAtIndex(Index);
        _counted = false;
    }
}
