using System.Runtime;
using LoadGen.Measurement.Running;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>Collections are the whole process's: these tests run alone.</summary>
[CollectionDefinition(nameof(CollectionHoldTests), DisableParallelization = true)]
[Collection(nameof(CollectionHoldTests))]
public sealed class CollectionHoldTests
{
    [Fact]
    public void Nothing_is_collected_while_streams_begin()
    {
        using var hold = new CollectionHold(1_000);
        int before = GC.CollectionCount(0);

        Allocate(60 << 20);

        Assert.Equal(before, GC.CollectionCount(0));
        Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void Collections_come_again_after_it()
    {
        new CollectionHold(1).Dispose();
        int before = GC.CollectionCount(0);

        GC.Collect();

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
        Assert.True(GC.CollectionCount(0) > before);
    }

    [Fact]
    public void What_is_used_up_ends_by_itself()
    {
        using var hold = new CollectionHold(0);
        int before = GC.CollectionCount(0);

        Allocate(1L << 30);

        Assert.True(GC.CollectionCount(0) > before);
        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void A_second_one_does_nothing_while_the_first_lasts()
    {
        using var first = new CollectionHold(1);

        new CollectionHold(1).Dispose();

        Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000_000)]
    public void Any_number_of_streams_is_taken(long streams)
    {
        new CollectionHold(streams).Dispose();

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    private static void Allocate(long bytes)
    {
        for (long done = 0; done < bytes; done += 1_024)
        {
            GC.KeepAlive(new byte[1_000]);
        }
    }
}
