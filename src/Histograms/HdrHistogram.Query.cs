namespace LoadGen.Histograms;

public sealed partial class HdrHistogram
{
    /// <summary>How many values were recorded.</summary>
    public long TotalCount => _totalCount;

    /// <summary>The lowest value that the lowest recorded value is equivalent to; 0 when empty.</summary>
    public long Min => _totalCount == 0 || _counts[0] > 0 ? 0 : LowestEquivalent(_minNonZeroRecorded);

    /// <summary>The highest value that the highest recorded value is equivalent to; 0 when empty.</summary>
    public long Max => _totalCount == 0 ? 0 : HighestEquivalent(_maxRecorded);

    /// <summary>The mean, each value taken as the middle of its bucket; 0 when empty.</summary>
    public double Mean
    {
        get
        {
            var sum = 0.0;
            var counts = RecordedCounts;
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] > 0)
                {
                    sum += (double)_layout.MedianEquivalent(_layout.ValueAt(i)) * counts[i];
                }
            }

            return _totalCount == 0 ? 0 : sum / _totalCount;
        }
    }

    /// <summary>The standard deviation of the population, each value taken as the middle of its bucket; 0 when empty.</summary>
    public double StdDev
    {
        get
        {
            var mean = Mean;
            var squares = 0.0;
            var counts = RecordedCounts;
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] > 0)
                {
                    var deviation = _layout.MedianEquivalent(_layout.ValueAt(i)) - mean;
                    squares += deviation * deviation * counts[i];
                }
            }

            return _totalCount == 0 ? 0 : Math.Sqrt(squares / _totalCount);
        }
    }

    /// <summary>The value that a percentage of all recorded values are at or below.</summary>
    /// <param name="percentile">0 to 100; what lies outside is taken as the nearer end.</param>
    /// <returns>
    /// The highest equivalent of the value found, so that the promise "at or below" holds for every value in its bucket; for
    /// percentile 0 the lowest equivalent of the lowest value; 0 when empty.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The percentile is not a number.</exception>
    public long ValueAtPercentile(double percentile)
    {
        if (double.IsNaN(percentile))
        {
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile must be a number from 0 to 100.");
        }

        // One ulp less, so that a rank which is whole in exact arithmetic is not rounded up into the next bucket.
        var requested = Math.Clamp(Math.BitDecrement(percentile), 0.0, 100.0);
        // Beyond 2^53 values the total itself may be rounded up as a double: no rank lies past the last value.
        var rank = Math.Max(1, Math.Min(_totalCount, (long)Math.Ceiling(requested * _totalCount / 100.0)));
        var seen = 0L;
        var counts = RecordedCounts;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= rank)
            {
                var value = _layout.ValueAt(i);
                return percentile == 0.0 ? LowestEquivalent(value) : HighestEquivalent(value);
            }
        }

        return 0;
    }

    /// <summary>The percentage of recorded values that are at or below a value or equivalent to it; 100 when empty.</summary>
    /// <param name="value">Any value; below 0 nothing lies, above the range everything does.</param>
    public double PercentileAtOrBelow(long value)
        => _totalCount == 0 ? 100.0 : 100.0 * CountBetween(0, value) / _totalCount;

    /// <summary>How many recorded values are equivalent to a value; 0 for a value outside the range.</summary>
    /// <param name="value">Any value.</param>
    public long CountAtValue(long value)
        => value < 0 || value > _layout.HighestCovered ? 0 : _counts[_layout.IndexOf(value)];

    /// <summary>How many recorded values lie between two values, both buckets included.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end; below the lower end there are none.</param>
    public long CountBetween(long low, long high)
    {
        if (high < 0 || high < low || low > _layout.HighestCovered)
        {
            return 0;
        }

        var first = _layout.IndexOf(Math.Max(0, low));
        var last = _layout.IndexOf(Math.Min(high, _layout.HighestCovered));
        var count = 0L;
        for (var i = first; i <= last; i++)
        {
            count += _counts[i];
        }

        return count;
    }

    /// <summary>The lowest value that shares a value's bucket.</summary>
    /// <param name="value">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long LowestEquivalent(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return _layout.LowestEquivalent(value);
    }

    /// <summary>The highest value that shares a value's bucket.</summary>
    /// <param name="value">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long HighestEquivalent(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return _layout.HighestEquivalent(value);
    }

    /// <summary>The middle of a value's bucket, rounded up.</summary>
    /// <param name="value">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long MedianEquivalent(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return _layout.MedianEquivalent(value);
    }
}
