using LoadGen.Measurement.Metrics;

namespace LoadGen.Measurement.Tests.Metrics;

public class ExactSamplesTests
{
    [Fact]
    public void It_begins_empty()
    {
        var samples = new ExactSamples();

        Assert.Equal(0, samples.Count);
        Assert.Empty(samples.Sorted());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void Every_value_comes_back_sorted_however_many_there_are(int count)
    {
        var random = new Random(count);
        long[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(0, 5_000_000_000))];
        var samples = new ExactSamples();
        Array.ForEach(values, samples.Add);

        Assert.Equal(count, samples.Count);
        Assert.Equal(values.Order().Select(v => (double)v), samples.Sorted());
    }

    [Fact]
    public void Values_around_and_far_beyond_four_bytes_are_exact()
    {
        var samples = new ExactSamples();
        long[] values = [uint.MaxValue, uint.MaxValue + 1L, 0, 86_400_000_000_000, uint.MaxValue - 1L];
        Array.ForEach(values, samples.Add);

        Assert.Equal([0, 4294967294, 4294967295, 4294967296, 86_400_000_000_000], samples.Sorted());
    }
}
