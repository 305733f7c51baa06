using FsCheck;
using FsCheck.Fluent;
using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Tests.Pacing;

public class StreamScheduleTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Without_jitter_tokens_are_due_at_exact_intervals_from_the_arrival()
    {
        var schedule = new StreamSchedule(5_000, 100 * Ms, 20 * Ms, 0, false, 1);
        Assert.Equal(5_000 + (100 * Ms), schedule.DueNs(0));
        Assert.Equal(5_000 + (120 * Ms), schedule.DueNs(1));
        Assert.Equal(5_000 + (100 * Ms) + (1_000_000L * 20 * Ms), schedule.DueNs(1_000_000));
    }

    [Fact]
    public void Jitter_stays_within_its_fraction_and_never_accumulates() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(ulong Seed, PositiveInt Index, byte Percent)>(),
        sample =>
        {
            double jitter = sample.Percent % 101 / 100.0;
            var schedule = new StreamSchedule(0, 100 * Ms, 20 * Ms, jitter, false, sample.Seed);
            long first = schedule.DueNs(0);
            long offset = schedule.DueNs(sample.Index.Get) - first - (sample.Index.Get * 20L * Ms);
            return Math.Abs(first - (100 * Ms)) <= jitter * 100 * Ms && Math.Abs(offset) <= jitter * 20 * Ms;
        }));

    [Fact]
    public void Jitter_is_spread_over_its_whole_range_and_centred()
    {
        var schedule = new StreamSchedule(0, 0, 20 * Ms, 0.5, false, 7);
        double[] offsets = [.. Enumerable.Range(1, 10_000).Select(i => (schedule.DueNs(i) - (i * 20.0 * Ms)) / (10 * Ms))];
        Assert.InRange(offsets.Min(), -1.0, -0.99);
        Assert.InRange(offsets.Max(), 0.99, 1.0);
        Assert.InRange(offsets.Average(), -0.03, 0.03);
    }

    [Fact]
    public void The_same_seed_and_request_give_the_same_times_and_others_differ()
    {
        Assert.Equal(Times(1, 1), Times(1, 1));
        Assert.NotEqual(Times(1, 1), Times(1, 2));
        Assert.NotEqual(Times(1, 1), Times(2, 1));

        static long[] Times(long seed, long ordinal)
        {
            var schedule = new StreamSchedule(0, 100 * Ms, 20 * Ms, 0.3, false, StreamSchedule.SeedFor(seed, ordinal));
            return [.. Enumerable.Range(0, 20).Select(schedule.DueNs)];
        }
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(1, 20)]
    [InlineData(19_999_999, 20)]
    [InlineData(20_000_000, 40)]
    [InlineData(30_000_000, 40)]
    public void In_step_mode_the_first_token_waits_for_the_next_multiple_of_the_interval(long readyNs, long dueMs)
    {
        var schedule = new StreamSchedule(readyNs, 0, 20 * Ms, 0, true, 1);
        Assert.Equal(dueMs * Ms, schedule.DueNs(0));
        Assert.Equal((dueMs + 60) * Ms, schedule.DueNs(3));
    }

    [Fact]
    public void In_step_mode_every_token_is_on_a_step_whatever_the_jitter()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var schedule = new StreamSchedule(12_345, 100 * Ms, 20 * Ms, 0.9, true, seed);
            Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(0, schedule.DueNs(i) % (20 * Ms)));
        }
    }
}
