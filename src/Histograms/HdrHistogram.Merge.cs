namespace LoadGen.Histograms;

public sealed partial class HdrHistogram
{
    /// <summary>
    /// Adds another histogram's counts. Where the two differ in precision or unit, each count is recorded again at the
    /// lowest value of its bucket, as the reference does.
    /// </summary>
    /// <param name="other">What to add; it is not changed.</param>
    /// <exception cref="ArgumentException">A value or the total does not fit here; nothing was added.</exception>
    public void Add(HdrHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var counts = other.RecordedCounts;
        var top = other._layout.ValueAt(counts.Length - 1);
        if (other._totalCount > 0 && top > _layout.HighestCovered)
        {
            throw new ArgumentException($"The other histogram has values up to {other.Max}, this one holds none above {_layout.HighestCovered}.", nameof(other));
        }

        if (other._totalCount > TotalCountMax - _totalCount)
        {
            throw new ArgumentException($"The counts together exceed {TotalCountMax}.", nameof(other));
        }

        if (_layout.SameBucketsAs(other._layout))
        {
            for (var i = 0; i < counts.Length; i++)
            {
                _counts[i] += counts[i];
            }

            _totalCount += other._totalCount;
            _maxRecorded = Math.Max(_maxRecorded, other._maxRecorded);
            _minNonZeroRecorded = Math.Min(_minNonZeroRecorded, other._minNonZeroRecorded);
        }
        else
        {
            for (var i = 0; i < counts.Length; i++)
            {
                AddCovered(other._layout.ValueAt(i), counts[i]);
            }
        }

        WidenTimes(other);
    }

    /// <summary>Takes another histogram's counts away; the inverse of <see cref="Add"/>, but for the times.</summary>
    /// <param name="other">What to take away; it is not changed.</param>
    /// <exception cref="ArgumentException">It counts more of some value than this one does; nothing was taken away.</exception>
    public void Subtract(HdrHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var counts = other.RecordedCounts;
        var remainders = RecordedCounts.ToArray();
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
            {
                continue;
            }

            var value = other._layout.ValueAt(i);
            var index = value > _layout.HighestCovered ? int.MaxValue : _layout.IndexOf(value);
            if (index >= remainders.Length || remainders[index] < counts[i])
            {
                throw new ArgumentException($"The other histogram counts {value} {counts[i]} times, this one {CountAtValue(value)} times.", nameof(other));
            }

            remainders[index] -= counts[i];
        }

        LoadCounts(remainders);
    }

    /// <summary>A separate histogram with the same counts, times and tag.</summary>
    public HdrHistogram Copy()
    {
        var copy = EmptyCopy();
        _counts.CopyTo(copy._counts, 0);
        copy._totalCount = _totalCount;
        copy._maxRecorded = _maxRecorded;
        copy._minNonZeroRecorded = _minNonZeroRecorded;
        return copy;
    }

    /// <summary>A copy in which every value was recorded with the correction for coordinated omission.</summary>
    /// <param name="expectedInterval">The interval at which values were meant to be taken; 0 or less corrects nothing.</param>
    /// <exception cref="OverflowException">The corrected counts exceed what a histogram can hold.</exception>
    public HdrHistogram CopyCorrected(long expectedInterval)
    {
        if (expectedInterval <= 0)
        {
            return Copy();
        }

        var copy = EmptyCopy();
        foreach (var step in RecordedValues())
        {
            var value = step.Value;
            copy.AddChecked(value, step.CountAtValue);
            for (var missed = value - expectedInterval; missed >= expectedInterval; missed -= expectedInterval)
            {
                copy.AddChecked(missed, step.CountAtValue);
            }
        }

        return copy;
    }

    /// <summary>Empties the histogram, its times and its tag; the memory stays.</summary>
    public void Reset()
    {
        // Only the part that was used: a mostly empty histogram of five digits has megabytes of zeros.
        _counts.AsSpan(0, _layout.IndexOf(_maxRecorded) + 1).Clear();
        _totalCount = 0;
        _maxRecorded = 0;
        _minNonZeroRecorded = long.MaxValue;
        StartTimeMs = 0;
        EndTimeMs = 0;
        Tag = null;
    }

    /// <summary>Replaces all counts; the counts were checked: none negative, their sum within bounds.</summary>
    internal void LoadCounts(ReadOnlySpan<long> counts)
    {
        _counts.AsSpan().Clear();
        counts.CopyTo(_counts);
        _totalCount = 0;
        _maxRecorded = 0;
        _minNonZeroRecorded = long.MaxValue;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                _totalCount += counts[i];
                Widen(_layout.ValueAt(i));
            }
        }
    }

    private HdrHistogram EmptyCopy() => new(_layout) { Tag = Tag, StartTimeMs = StartTimeMs, EndTimeMs = EndTimeMs };

    private void AddChecked(long value, long count)
    {
        if (count > TotalCountMax - _totalCount)
        {
            throw new OverflowException($"The corrected counts exceed {TotalCountMax}.");
        }

        AddCovered(value, count);
    }

    private void WidenTimes(HdrHistogram other)
    {
        if (other.StartTimeMs != 0)
        {
            StartTimeMs = StartTimeMs == 0 ? other.StartTimeMs : Math.Min(StartTimeMs, other.StartTimeMs);
        }

        EndTimeMs = Math.Max(EndTimeMs, other.EndTimeMs);
    }
}
