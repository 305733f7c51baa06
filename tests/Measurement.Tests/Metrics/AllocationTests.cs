using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Metrics;

/// <summary>Off the reading threads too, a token's record allocates nothing.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_gaps_of_a_request_are_recorded_without_allocating(int tokensStated)
    {
        RequestTimeline timeline = Given.Request(output: 500);
        for (int i = 1; i <= 500; i++)
        {
            timeline.Saw(20 * i, tokens: tokensStated);
        }

        var itl = new MetricAccumulator(MetricRegistry.Itl);
        var perToken = new MetricAccumulator(MetricRegistry.ItlPerToken);
        Record();

        Assert.Equal(0, Allocated.Bytes(Record));
        Assert.True(itl.Count >= 2 * 499);
        Assert.Equal(0, itl.Count % 499);

        void Record() => TokenGaps.Record(timeline, 500, new GapSink(itl), new GapSink(perToken));
    }
}
