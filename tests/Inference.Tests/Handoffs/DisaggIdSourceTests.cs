using LoadGen.Inference.Handoffs;

namespace LoadGen.Inference.Tests.Handoffs;

public class DisaggIdSourceTests
{
    [Fact]
    public void An_id_holds_time_node_process_and_counter()
    {
        var source = new DisaggIdSource(new Clock(new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero)), node: 0xAB, process: 0x2F);
        long first = source.Next();
        Assert.Equal(0xAB, (first >> 16) & 0xFF);
        Assert.Equal(0x2F, (first >> 10) & 0x3F);
        Assert.Equal(0, first & 0x3FF);
        Assert.Equal((long)TimeSpan.FromDays(577).TotalMilliseconds, first >> 24);
        Assert.Equal(first + 1, source.Next());
    }

    [Fact]
    public void Ids_never_repeat_when_the_clock_stands_or_goes_back()
    {
        var clock = new Clock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var source = new DisaggIdSource(clock, node: 1);
        var seen = new HashSet<long>();
        long last = 0;
        for (int i = 0; i < 5000; i++)
        {
            clock.Now -= TimeSpan.FromMilliseconds(i % 7);
            long id = source.Next();
            Assert.True(id > last && seen.Add(id));
            last = id;
        }
    }

    [Fact]
    public void Ids_are_at_least_2_to_the_40_even_when_the_clock_is_wrong() =>
        Assert.True(new DisaggIdSource(new Clock(DateTimeOffset.UnixEpoch), 0).Next() >= 1L << 40);

    [Fact]
    public void Threads_share_no_id()
    {
        var source = new DisaggIdSource(new Clock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), DisaggIdSource.NodeMax, DisaggIdSource.ProcessMax);
        long[][] drawn = new long[4][];
        var threads = new List<Thread>();
        for (int t = 0; t < drawn.Length; t++)
        {
            int mine = t;
            threads.Add(new Thread(() => drawn[mine] = [.. Enumerable.Range(0, 5000).Select(_ => source.Next())]));
        }

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(20000, drawn.SelectMany(ids => ids).Distinct().Count());
        Assert.All(drawn, ids => Assert.All(ids, id => Assert.True(id > 0)));
    }

    [Theory]
    [InlineData(256, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 64)]
    [InlineData(0, -1)]
    public void A_place_outside_its_bits_is_refused(int node, int process) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DisaggIdSource(TimeProvider.System, node, process));

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
