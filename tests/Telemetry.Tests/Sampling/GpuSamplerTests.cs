using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Tests.Sampling;

public class GpuSamplerTests
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void A_reading_costs_no_allocation()
    {
        long now = 1;
        using var source = new ScriptedSource(8, _ => ScriptedSource.Power(now += 1000, 412.345, 1e6 + now) with { UtilizationPercent = 97.5, MemoryUsedBytes = 1e11, TemperatureC = 61 });
        using var log = new TelemetryLog(Stream.Null, source.Devices, new WallClock(new ManualClock(), TimeProvider.System));
        using var sampler = new GpuSampler(source, s_period, new ManualClock(), log);
        sampler.ReadOnce();

        Assert.Equal(0, Allocated.Bytes(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                sampler.ReadOnce();
            }
        }));
        Assert.True(sampler.Series.All(s => s.Count > 200));
    }

    [Fact]
    public void A_reading_that_is_not_new_is_kept_once_and_one_that_brought_nothing_not_at_all()
    {
        using var source = new ScriptedSource(2, i => i == 0 ? ScriptedSource.Power(500, 300) : GpuReading.None);
        using var sampler = new GpuSampler(source, s_period, new ManualClock(), null);
        sampler.ReadOnce();
        sampler.ReadOnce();

        Assert.Equal([1, 0], sampler.Series.Select(s => s.Count));
    }

    [Fact]
    public void Deadlines_are_whole_periods_and_those_that_a_slow_reading_passed_are_skipped_and_counted()
    {
        using var source = new ScriptedSource(1, _ => GpuReading.None);
        using var sampler = new GpuSampler(source, s_period, new ManualClock(), null);

        Assert.Equal(150_000_000, sampler.NextDue(100_000_000, 101_000_000));
        Assert.Equal(0, sampler.Skipped);
        Assert.Equal(250_000_000, sampler.NextDue(100_000_000, 240_000_000));
        Assert.Equal(2, sampler.Skipped);
    }

    [Fact]
    public void It_reads_before_it_starts_and_until_every_GPU_has_a_reading_at_the_end()
    {
        using var source = new ScriptedSource(2, _ => ScriptedSource.Power(MonotonicClock.Instance.NowNs, 300));
        using var sampler = new GpuSampler(source, TimeSpan.FromMilliseconds(1), MonotonicClock.Instance, null);
        long before = MonotonicClock.Instance.NowNs;
        sampler.Start();
        Assert.All(sampler.Series, s => Assert.True(s.Count >= 1));
        long end = MonotonicClock.Instance.NowNs + 20_000_000;
        sampler.StopAfter(end);

        Assert.All(sampler.Series, s => Assert.True(s.LastNs >= end));
        Assert.All(sampler.Series, s => Assert.True(s.Of(r => r.PowerW)[0].TimeNs >= before));
        Assert.False(sampler.IsHung);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(60, 1)]
    [InlineData(50, 2)]
    [InlineData(30, 3)]
    [InlineData(5, 20)]
    public void Energy_counters_are_read_at_ten_hertz_or_a_little_more_often_from_the_first_reading_on(int periodMs, int every)
    {
        using var source = new ScriptedSource(1, _ => GpuReading.None);
        using var sampler = new GpuSampler(source, TimeSpan.FromMilliseconds(periodMs), new ManualClock(), null);
        for (int i = 0; i < 60; i++)
        {
            sampler.ReadOnce();
        }

        Assert.Equal(Enumerable.Range(0, 60).Select(i => i % every == 0), source.WithEnergy);
    }

    [Fact]
    public void Deadlines_that_were_skipped_bring_the_energy_counter_nearer()
    {
        using var source = new ScriptedSource(1, _ => GpuReading.None);
        using var sampler = new GpuSampler(source, TimeSpan.FromMilliseconds(5), new ManualClock(), null);
        sampler.ReadOnce();
        sampler.NextDue(0, 5_000_000 * 18);
        sampler.ReadOnce();
        sampler.ReadOnce();
        Assert.Equal([true, false, true], source.WithEnergy);
    }

    [Fact]
    public void It_ends_with_a_reading_of_the_energy_counter_past_the_end()
    {
        long now = 0;
        using var source = new ScriptedSource(1, _ => ScriptedSource.Power(now += 100, 300));
        using var sampler = new GpuSampler(source, s_period, new ManualClock(), null);
        sampler.ReadOnce();
        sampler.ReadOnce();
        sampler.StopAfter(150);
        Assert.False(sampler.IsDone());
        sampler.ReadOnce();
        Assert.True(sampler.IsDone());
        Assert.Equal([true, false, true], source.WithEnergy);
    }

    [Fact]
    public void Past_a_block_of_readings_there_is_another()
    {
        var series = new SampleSeries();
        for (int i = 1; i <= 10_000; i++)
        {
            Assert.True(series.TryAdd(ScriptedSource.Power(i, i)));
        }

        Assert.Equal((10_000, 10_000L), (series.Count, series.LastNs));
        Assert.Equal(Enumerable.Range(1, 10_000).Select(i => (double)i), series.Of(r => r.PowerW).Select(v => v.Value));
    }
}
