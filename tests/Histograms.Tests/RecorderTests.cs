namespace LoadGen.Histograms.Tests;

public sealed class RecorderTests
{
    [Fact]
    public void Interval_holds_what_was_recorded_since_the_last_swap()
    {
        var recorder = new HistogramRecorder(1, 1000, 3);
        Assert.True(recorder.TryRecord(5));
        Assert.True(recorder.TryRecord(7, 3));
        Assert.False(recorder.TryRecord(1001));
        Assert.False(recorder.TryRecord(7, -1));
        var first = recorder.SwapInterval(null);
        Assert.True(recorder.TryRecord(9));
        var second = recorder.SwapInterval(first.Copy());

        HistogramAssert.Same(SampleHistograms.Of(1, 1000, 3, [5, 7, 7, 7]), first);
        HistogramAssert.Same(SampleHistograms.Of(1, 1000, 3, [9]), second);
        HistogramAssert.Same(new HdrHistogram(1, 1000, 3), recorder.SwapInterval(null));
    }

    [Fact]
    public void Intervals_follow_one_another_in_time()
    {
        var clock = new ManualTime(1_000);
        var recorder = new HistogramRecorder(1, 1000, 3, clock);
        clock.NowMs = 2_000;
        var first = recorder.SwapInterval(null);
        clock.NowMs = 3_500;
        var second = recorder.SwapInterval(first.Copy());

        Assert.Equal((1_000, 2_000, 2_000, 3_500), (first.StartTimeMs, first.EndTimeMs, second.StartTimeMs, second.EndTimeMs));
    }

    [Fact]
    public void Recycled_histogram_is_emptied_and_used_again_without_allocation()
    {
        var recorder = new HistogramRecorder(1, 1_000_000, 3);
        recorder.TryRecord(5);
        var spare = recorder.SwapInterval(null);
        spare = recorder.SwapInterval(spare);

        Assert.Equal(0, Allocated.Bytes(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                recorder.TryRecord(i);
                spare = recorder.SwapInterval(spare);
            }
        }));
        Assert.Equal((1, 9, 9), (spare.TotalCount, spare.Min, spare.Max));
    }

    [Fact]
    public void Histogram_in_use_or_of_other_parameters_cannot_be_recycled()
    {
        var recorder = new HistogramRecorder(1, 1000, 3);
        var taken = recorder.SwapInterval(null);
        recorder.SwapInterval(taken);

        Assert.Throws<ArgumentException>(() => recorder.SwapInterval(taken));
        Assert.Throws<ArgumentException>(() => recorder.SwapInterval(new HdrHistogram(2, 1000, 3)));
        Assert.Throws<ArgumentException>(() => recorder.SwapInterval(new HdrHistogram(1, 1001, 3)));
        Assert.Throws<ArgumentException>(() => recorder.SwapInterval(new HdrHistogram(1, 1000, 4)));
    }

    [Fact]
    public void No_record_is_lost_or_counted_twice_while_a_reader_swaps()
    {
        const int RoundsMin = 5_000;
        const int SwapsMin = 200;
        const int Values = 500;
        var recorder = new HistogramRecorder(1, 1000, 3);
        var total = new HdrHistogram(1, 1000, 3);
        var swaps = 0;
        var rounds = 0;
        // The writer goes on until it has been swapped under often enough, however the two threads are scheduled.
        var writer = new Thread(() =>
        {
            for (; rounds < RoundsMin || Volatile.Read(ref swaps) < SwapsMin; rounds++)
            {
                for (var value = 0; value < Values; value++)
                {
                    recorder.TryRecord(value);
                }
            }
        });

        writer.Start();
        HdrHistogram? spare = null;
        while (writer.IsAlive)
        {
            spare = TakeInterval();
        }

        writer.Join();
        TakeInterval();

        Assert.Equal((long)rounds * Values, total.TotalCount);
        Assert.All(Enumerable.Range(0, Values), value => Assert.Equal(rounds, total.CountAtValue(value)));

        HdrHistogram TakeInterval()
        {
            var interval = recorder.SwapInterval(spare);
            // A record that arrived after the swap would show as a total that differs from its buckets, or be lost with the reset.
            Assert.Equal(interval.TotalCount, interval.CountBetween(0, 1000));
            total.Add(interval);
            Volatile.Write(ref swaps, swaps + 1);
            return interval;
        }
    }

    private sealed class ManualTime(long nowMs) : TimeProvider
    {
        public long NowMs { get; set; } = nowMs;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
    }
}
