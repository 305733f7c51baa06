using LoadGen.Measurement.Running;

namespace LoadGen.Measurement.Tests.Running;

public class LoopCountTests
{
    [Theory]
    [InlineData(1, 16, 1)]
    [InlineData(250, 16, 1)]
    [InlineData(251, 16, 2)]
    [InlineData(500, 16, 2)]
    [InlineData(1_751, 16, 8)]
    [InlineData(100_000, 16, 8)] // half the cores
    [InlineData(int.MaxValue, 16, 8)]
    [InlineData(5_000, 1, 1)]
    [InlineData(5_000, 2, 1)]
    [InlineData(5_000, 3, 1)]
    [InlineData(5_000, 4, 2)]
    public void One_for_each_thousand_streams_and_at_most_half_the_cores(int streams, int cores, int loops) =>
        Assert.Equal(loops, LoopCount.Default(streams, cores));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(6, 3)]
    [InlineData(8, 4)]
    [InlineData(64, 4)]
    public void Four_at_most_where_the_streams_are_not_known(int cores, int loops) => Assert.Equal(loops, LoopCount.Default(null, cores));
}
