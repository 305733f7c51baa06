using System.Runtime.CompilerServices;

namespace LoadGen.Histograms;

public sealed partial class HdrHistogram
{
    /// <summary>Counts one value: a few instructions, no allocation, whatever the value.</summary>
    /// <param name="value">0 to <see cref="HighestTrackableValue"/>.</param>
    /// <returns>False, and nothing is counted, when the value is negative or above the highest trackable.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRecord(long value)
    {
        // One unsigned comparison turns away negative values as well.
        if ((ulong)value > (ulong)_highest)
        {
            return false;
        }

        _counts[_layout.IndexOf(value)]++;
        _totalCount++;
        Widen(value);
        return true;
    }

    /// <summary>Counts one value many times.</summary>
    /// <param name="value">0 to <see cref="HighestTrackableValue"/>.</param>
    /// <param name="count">How many times; 0 changes nothing.</param>
    /// <returns>False, and nothing is counted, when the value is out of range, the count negative, or the total would overflow.</returns>
    public bool TryRecord(long value, long count)
    {
        if ((ulong)value > (ulong)_highest || count < 0 || count > TotalCountMax - _totalCount)
        {
            return false;
        }

        AddCovered(value, count);
        return true;
    }

    /// <summary>Counts one value.</summary>
    /// <param name="value">0 to <see cref="HighestTrackableValue"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above the highest trackable.</exception>
    public void Record(long value)
    {
        if (!TryRecord(value))
        {
            ThrowOutOfRange(value);
        }
    }

    /// <summary>
    /// Counts one value, and with it the values that a caller stalled by it would have seen: value - interval,
    /// value - 2*interval and so on, down to the interval itself. This is the correction for coordinated omission.
    /// </summary>
    /// <param name="value">0 to <see cref="HighestTrackableValue"/>.</param>
    /// <param name="expectedInterval">The interval at which values were meant to be taken; 0 or less corrects nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above the highest trackable.</exception>
    public void RecordCorrected(long value, long expectedInterval)
    {
        Record(value);
        if (expectedInterval > 0)
        {
            for (var missed = value - expectedInterval; missed >= expectedInterval; missed -= expectedInterval)
            {
                Record(missed);
            }
        }
    }

    /// <summary>Counts a value that has a place in the array, even above the highest trackable (a decoded or merged one).</summary>
    private void AddCovered(long value, long count)
    {
        if (count == 0)
        {
            return;
        }

        _counts[_layout.IndexOf(value)] += count;
        _totalCount += count;
        Widen(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Widen(long value)
    {
        if (value > _maxRecorded)
        {
            _maxRecorded = value;
        }

        // A value below the unit shares the bucket of zero and is reported as zero: it is no non-zero minimum.
        if (value < _minNonZeroRecorded && value > _layout.UnitMask)
        {
            _minNonZeroRecorded = value;
        }
    }

    private void ThrowOutOfRange(long value)
        => throw new ArgumentOutOfRangeException(nameof(value), value, $"A value must be from 0 to {_highest}.");
}
