namespace LoadGen.Histograms.Tests;

/// <summary>Histograms of many shapes, the same in every run. Values stay below 2^53, so that JavaScript can hold them.</summary>
internal static class SampleHistograms
{
    public static IEnumerable<(string Name, HdrHistogram Histogram)> All()
    {
        yield return ("empty", new HdrHistogram(1, 3_600_000_000_000, 3));
        yield return ("only zero", Of(1, 1_000_000, 3, Enumerable.Repeat(0L, 7)));
        yield return ("one value", Of(1, 3_600_000_000_000, 3, [123_456_789]));
        yield return ("the highest value", Of(1, 1L << 40, 4, [1L << 40, 1L << 40]));
        yield return ("below the unit", Of(1000, 60_000_000, 2, [0, 1, 511, 100]));
        yield return ("large counts", LargeCounts());
        for (var digits = 1; digits <= 5; digits++)
        {
            // Five digits up to an hour are megabytes of counts: a shorter range keeps the tests quick.
            var highest = digits == 5 ? 50_000_000 : 3_600_000_000;
            yield return ($"log-normal, {digits} digits", Of(1, highest, digits, LogNormal(digits, 2000).Select(value => Math.Min(value, highest))));
        }

        foreach (var lowest in new long[] { 1, 7, 1000, 20_000 })
        {
            yield return ($"uniform, unit {lowest}", Of(lowest, 10_000_000, 2, Uniform((int)lowest, 2000, 10_000_000)));
        }
    }

    public static HdrHistogram Of(long lowest, long highest, int digits, IEnumerable<long> values)
    {
        var histogram = new HdrHistogram(lowest, highest, digits);
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        return histogram;
    }

    public static IEnumerable<long> LogNormal(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            yield return Math.Min(3_600_000_000, (long)Math.Exp(13 + (1.2 * normal)));
        }
    }

    public static IEnumerable<long> Uniform(int seed, int count, long limit)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.NextInt64(limit)).ToList();
    }

    private static HdrHistogram LargeCounts()
    {
        // One count for every length of the variable-length integers that JavaScript can hold.
        var histogram = new HdrHistogram(1, 1_000_000, 3);
        for (var bits = 0; bits < 52; bits += 3)
        {
            Assert.True(histogram.TryRecord(bits * 17, 1L << bits));
        }

        return histogram;
    }
}
