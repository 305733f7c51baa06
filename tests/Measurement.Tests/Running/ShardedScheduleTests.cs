using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Running;

public class ShardedScheduleTests
{
    private const int MaxShards = 9;

    private static readonly Arbitrary<ArrivalSchedule> s_schedules =
        (from seed in Gen.Choose(0, 1_000_000)
         from count in Gen.Choose(0, 60)
         from rate in Gen.Elements(0.5, 10, 5_000)
         from durationNs in Gen.Elements<long?>(null, 1, 50_000_000, 2_000_000_000)
         from make in Gen.Elements<Func<ArrivalSchedule>>(
             () => new ConstantArrivals(rate, count, durationNs),
             () => new GammaArrivals(rate, burstiness: 1, seed, count, durationNs),
             () => new GammaArrivals(rate, burstiness: 0.3, seed, count, durationNs),
             () => new GammaArrivals(rate, burstiness: 4, seed, count, durationNs),
             () => new TraceArrivals(Trace(seed), count, durationNs),
             () => new ListedArrivals(new long[count]))
         select make()).ToArbitrary();

    [Fact]
    public void The_shards_together_are_the_schedule_index_by_index() => Prop.ForAll(s_schedules, schedule =>
    {
        (int Index, long OffsetNs)[] whole = [.. Walk(schedule.Restart(), 0, 1)];
        Assert.Equal(Enumerable.Range(0, whole.Length), whole.Select(a => a.Index));
        for (int shards = 1; shards <= MaxShards; shards++)
        {
            IEnumerable<(int Index, long OffsetNs)> all = Enumerable.Range(0, shards).SelectMany(k => Walk(schedule.Restart(), k, shards));
            Assert.Equal(whole, all.OrderBy(a => a.Index));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_shard_has_every_nth_arrival_in_order() => Prop.ForAll(s_schedules, Gen.Choose(1, MaxShards).ToArbitrary(), (schedule, shards) =>
    {
        for (int k = 0; k < shards; k++)
        {
            (int Index, long OffsetNs)[] shard = [.. Walk(schedule.Restart(), k, shards)];
            Assert.Equal(Enumerable.Range(0, shard.Length).Select(i => k + (i * shards)), shard.Select(a => a.Index));
            Assert.Equal(shard.Select(a => a.OffsetNs).Order(), shard.Select(a => a.OffsetNs));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_schedule_restarts_with_the_same_arrivals_wherever_it_stands() => Prop.ForAll(s_schedules, Gen.Choose(0, 70).ToArbitrary(), (schedule, steps) =>
    {
        (int, long)[] first = [.. Walk(schedule.Restart(), 0, 1)];
        ArrivalSchedule underWay = schedule.Restart();
        for (int i = 0; i < steps && underWay.TryNext(out _); i++)
        {
        }

        Assert.Equal(first, Walk(underWay.Restart(), 0, 1));
        Assert.Equal(first.Skip(steps).Select(a => a.Item2), Walk(underWay, 0, 1).Select(a => a.OffsetNs));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_shard_that_has_ended_stays_so_and_names_no_arrival()
    {
        var shard = new ShardedSchedule(new ConstantArrivals(10, count: 4), shard: 1, shards: 3);

        Assert.True(shard.TryNext(out int index, out long offsetNs));
        Assert.Equal((1, 100_000_000), (index, offsetNs));
        Assert.All(Enumerable.Range(0, 3), _ =>
        {
            Assert.False(shard.TryNext(out int none, out long _));
            Assert.Equal(-1, none);
        });
    }

    private static IEnumerable<(int Index, long OffsetNs)> Walk(ArrivalSchedule schedule, int shard, int shards)
    {
        var sharded = new ShardedSchedule(schedule, shard, shards);
        while (sharded.TryNext(out int index, out long offsetNs))
        {
            yield return (index, offsetNs);
        }
    }

    // Several requests share a time now and then, as in real traces.
    private static TraceWorkload Trace(int seed)
    {
        var lines = new StringBuilder();
        long ms = 0;
        for (int i = 0; i <= seed % 40; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{{\"timestamp\":{ms},\"input_length\":4,\"output_length\":2,\"hash_ids\":[{i}]}}\n");
            ms += (seed + i) % 3;
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString()));
        return TraceFile.Read(stream, "trace.jsonl", new TraceOptions { Speed = 3 });
    }
}
