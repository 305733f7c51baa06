using LoadGen.Histograms;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Tests.Recording;

public class LiveShardsTests
{
    [Fact]
    public void What_every_thread_recorded_is_drained_once()
    {
        using var live = new LiveShards();
        Thread[] threads = [.. Enumerable.Range(1, 4).Select(n => new Thread(() =>
        {
            live.Current.RecordTtft(n * 1000);
            live.Current.RecordChunk(-1);
            live.Current.RecordChunk(n * 10);
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());

        Assert.Equal((4, 4, 8), Drain(live));
        Assert.Equal((0, 0, 8), Drain(live));
    }

    [Fact]
    public void What_comes_between_two_drains_is_in_the_second()
    {
        using var live = new LiveShards();
        for (int i = 1; i <= 5; i++)
        {
            live.Current.RecordChunk(i);
            Assert.Equal((0, 1, i), Drain(live));
        }
    }

    [Fact]
    public void A_chunk_allocates_nothing()
    {
        using var live = new LiveShards();
        live.Current.RecordChunk(5);
        LiveShards.Shard shard = live.Current;

        Assert.Equal(0, Allocated.Bytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                shard.RecordChunk(i);
            }
        }));
    }

    private static (long Ttft, long Itl, long Chunks) Drain(LiveShards live)
    {
        HdrHistogram ttft = MetricAccumulator.NewHistogram();
        HdrHistogram itl = MetricAccumulator.NewHistogram();
        LiveCounts counts = live.Drain(ttft, itl);
        return (ttft.TotalCount, itl.TotalCount, counts.OutputChunks);
    }
}
