using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LoadGen.Histograms;

/// <summary>
/// Where a value lands: the log-linear geometry that follows from lowest, highest and significant digits, and nothing else.
/// </summary>
/// <remarks>
/// Bucket k spans <c>[0, 2^k * SubBuckets)</c> units in steps of <c>2^k</c>. Only the upper half of each bucket after the
/// first is stored, because the lower half is already covered, more finely, by the bucket before it. So the counts are one
/// dense array: index i and i+1 are always neighbouring values.
/// See https://github.com/HdrHistogram/HdrHistogram#readme ("Internal design").
/// </remarks>
internal sealed class BucketLayout
{
    /// <summary>More digits than this make the array too large to be of use; the reference draws the same line.</summary>
    public const int DigitsMax = 5;

    private readonly int _unitMagnitude;
    private readonly int _halfMagnitude;
    private readonly int _halfCount;
    private readonly int _leadingZerosBase;
    private readonly long _firstBucketMask;

    private BucketLayout(long lowest, long highest, int digits, int unitMagnitude, int subBucketMagnitude)
    {
        Lowest = lowest;
        Highest = highest;
        Digits = digits;
        _unitMagnitude = unitMagnitude;
        _halfMagnitude = subBucketMagnitude - 1;
        _halfCount = 1 << _halfMagnitude;
        _leadingZerosBase = 64 - unitMagnitude - subBucketMagnitude;
        _firstBucketMask = ((1L << subBucketMagnitude) - 1) << unitMagnitude;
        UnitMask = (1L << unitMagnitude) - 1;
        Length = (BucketsToCover(highest) + 1) * _halfCount;
        HighestCovered = HighestEquivalent(ValueAt(Length - 1));
    }

    public long Lowest { get; }

    public long Highest { get; }

    public int Digits { get; }

    /// <summary>How many counts the array has.</summary>
    public int Length { get; }

    /// <summary>The highest value with a place in the array: the end of Highest's bucket, so often above Highest.</summary>
    public long HighestCovered { get; }

    /// <summary>The bits of a value that are below the lowest discernible unit.</summary>
    public long UnitMask { get; }

    /// <summary>Says whether the three parameters make a histogram; if not, what is wrong and what would be right.</summary>
    public static bool TryCreate(
        long lowest,
        long highest,
        int digits,
        [NotNullWhen(true)] out BucketLayout? layout,
        [NotNullWhen(false)] out string? problem)
    {
        layout = null;
        problem = null;
        if (digits is < 0 or > DigitsMax)
        {
            problem = $"{digits} significant digits; at most {DigitsMax} are possible";
        }
        else if (lowest is < 1 or > long.MaxValue / 2)
        {
            problem = $"lowest discernible value {lowest}; it must be at least 1 and at most {long.MaxValue / 2}";
        }
        else if (highest < 2 * lowest)
        {
            problem = $"highest trackable value {highest}; it must be at least twice the lowest discernible value, {lowest}";
        }
        else
        {
            // Unit resolution must reach 2 * 10^digits, so that above it one step in a bucket is at most 10^-digits of the value.
            var subBucketMagnitude = CeilingLog2(2 * PowerOfTen(digits));
            var unitMagnitude = BitOperations.Log2((ulong)lowest);
            if (subBucketMagnitude + unitMagnitude > 62)
            {
                problem = $"{digits} significant digits above a lowest discernible value of {lowest} do not fit in 63 bits";
            }
            else
            {
                layout = new BucketLayout(lowest, highest, digits, unitMagnitude, subBucketMagnitude);
            }
        }

        return layout is not null;
    }

    /// <summary>Whether counts of one layout may be added to counts of the other, index by index.</summary>
    public bool SameBucketsAs(BucketLayout other)
        => _unitMagnitude == other._unitMagnitude && _halfMagnitude == other._halfMagnitude && Length == other.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(long value)
    {
        // The mask sends every value of bucket 0 to bucket 0; each further doubling is one leading zero less.
        var bucket = _leadingZerosBase - BitOperations.LeadingZeroCount((ulong)(value | _firstBucketMask));
        var subBucket = (int)(value >> (bucket + _unitMagnitude));
        // Bucket 0 uses both its halves, so its base lies in its middle and the offset may be negative.
        return ((bucket + 1) << _halfMagnitude) + subBucket - _halfCount;
    }

    /// <summary>The lowest value of an index; beyond the last representable value, <see cref="long.MaxValue"/>.</summary>
    public long ValueAt(int index)
    {
        var bucket = (index >> _halfMagnitude) - 1;
        var subBucket = (index & (_halfCount - 1)) + _halfCount;
        if (bucket < 0)
        {
            subBucket -= _halfCount;
            bucket = 0;
        }

        var value = (long)subBucket << (bucket + _unitMagnitude);
        return value < 0 ? long.MaxValue : value;
    }

    public long LowestEquivalent(long value) => value & ~(SizeOfEquivalentRange(value) - 1);

    // The very last range ends at 2^63: the sum wraps, and subtracting one wraps it back to long.MaxValue.
    public long HighestEquivalent(long value) => unchecked(LowestEquivalent(value) + SizeOfEquivalentRange(value) - 1);

    public long MedianEquivalent(long value) => LowestEquivalent(value) + (SizeOfEquivalentRange(value) >> 1);

    private long SizeOfEquivalentRange(long value)
        => 1L << (_unitMagnitude + _leadingZerosBase - BitOperations.LeadingZeroCount((ulong)(value | _firstBucketMask)));

    private int BucketsToCover(long value)
    {
        var buckets = 1;
        for (var limit = 2L * _halfCount << _unitMagnitude; limit <= value; limit <<= 1)
        {
            buckets++;
            if (limit > long.MaxValue / 2)
            {
                break;
            }
        }

        return buckets;
    }

    private static int CeilingLog2(long value) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)value));

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
