using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Policies;

public class ConsistentHashTests
{
    private static readonly string[] s_keys = [.. Enumerable.Range(0, 500).Select(i => "session-" + i.ToString(CultureInfo.InvariantCulture))];

    [Fact]
    public void A_worker_that_comes_takes_keys_and_moves_no_others() =>
        Prop.ForAll(Gen.Choose(1, 40).ToArbitrary(), count =>
        {
            Worker[] workers = Pools.NewWorkers(count + 1);
            var policy = new ConsistentHashPolicy<RequestsMeasure>(new PolicySettings());
            Worker[] before = Owners(policy.Prepare(workers[..count]));
            Worker[] after = Owners(policy.Prepare(workers));

            int moved = 0;
            foreach ((Worker was, Worker now) in before.Zip(after))
            {
                Assert.True(was == now || now == workers[count], "a key moved to a worker that is not new");
                moved += was == now ? 0 : 1;
            }

            // An equal share, give or take the ring's unevenness.
            Assert.InRange(moved, 0, (int)(2.0 * s_keys.Length / (count + 1)) + 10);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_worker_that_goes_moves_its_own_keys_only() =>
        Prop.ForAll(Gen.Choose(2, 40).ToArbitrary(), count =>
        {
            Worker[] workers = Pools.NewWorkers(count);
            var policy = new ConsistentHashPolicy<RequestsMeasure>(new PolicySettings());
            Worker[] before = Owners(policy.Prepare(workers));
            Worker[] after = Owners(policy.Prepare(workers[1..]));
            foreach ((Worker was, Worker now) in before.Zip(after))
            {
                Assert.True(was == workers[0] ? now != workers[0] : was == now, "a key of a worker that stayed has moved");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_ring_that_grew_and_shrank_is_the_ring_made_at_once()
    {
        Worker[] workers = Pools.NewWorkers(30);
        HashRing grown = HashRing.Empty.With(workers[..7]).With(workers).With(workers[..3]).With(workers[..20]).With(workers);
        HashRing made = HashRing.Empty.With(workers);

        Assert.Equal(made.Count, grown.Count);
        Assert.All(Enumerable.Range(0, made.Count), i => Assert.Same(made.Owner(0, i), grown.Owner(0, i)));
    }

    [Fact]
    public void Two_routers_agree_whatever_the_order_in_which_they_learnt_of_workers()
    {
        Worker[] workers = Pools.NewWorkers(20);
        Worker[] others = [.. Enumerable.Range(0, 20).Reverse().Select(Pools.NewWorker)];
        IPicker one = new ConsistentHashPolicy<RequestsMeasure>(new PolicySettings()).Prepare(workers);
        IPicker other = new ConsistentHashPolicy<RequestsMeasure>(new PolicySettings()).Prepare(others);

        Assert.Equal(Owners(one).Select(worker => worker.Id), Owners(other).Select(worker => worker.Id));
    }

    [Fact]
    public void The_point_of_a_key_is_the_first_at_or_after_its_hash() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(1, 20), Gen.Choose(0, int.MaxValue)).ToArbitrary(), pair =>
        {
            (int count, int seed) = pair;
            HashRing ring = HashRing.Empty.With(Pools.NewWorkers(count));
            ulong hash = HashRing.HashOf("k", seed);
            int at = ring.Find(hash);
            ulong[] points = Points(count);
            int expected = Array.FindIndex(points, point => point >= hash);
            Assert.Equal(expected < 0 ? 0 : expected, at);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_worker_over_the_bound_passes_its_keys_on()
    {
        Pool pool = Pools.Of(PolicyNames.ConsistentHash, 10);
        var request = new PickRequest { AffinityKey = "hot", Random = 3 };
        Worker home = pool.Pick(request).Worker!;
        Pools.Busy(home, 20);

        Pick pick = pool.Pick(request);

        Assert.NotSame(home, pick.Worker);
        Assert.Equal(PickReasons.LoadBound, pick.Reason);
    }

    [Fact]
    public void No_worker_gets_more_than_the_bound_however_hot_a_key()
    {
        Pool pool = Pools.Of(PolicyNames.ConsistentHash, 8);
        for (int i = 0; i < 4000; i++)
        {
            pool.Pick(new PickRequest { AffinityKey = "hot", Random = (ulong)i });
        }

        Assert.All(pool.Workers, worker => Assert.InRange(worker.Load.Requests, 0, (int)Math.Ceiling(1.25 * 4000 / 8)));
    }

    [Fact]
    public void A_few_requests_of_one_key_at_once_stay_together()
    {
        Pool pool = Pools.Of(PolicyNames.ConsistentHash, 100);
        Pick[] picks = [.. Enumerable.Range(0, 8).Select(i => pool.Pick(new PickRequest { AffinityKey = "me", Random = (ulong)i }))];

        Assert.Single(picks.Select(pick => pick.Worker).Distinct());
        Assert.All(picks, pick => Assert.Equal(PickReasons.Hash, pick.Reason));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_key_the_load_decides(string? key)
    {
        Pool pool = Pools.Of(PolicyNames.ConsistentHash, 2);
        Pools.Busy(pool.Workers[0], 3);

        Assert.Equal(new Pick(pool.Workers[1], PickReasons.NoKey), pool.Pick(new PickRequest { AffinityKey = key!, Random = 1 }));
    }

    [Fact]
    public void A_tried_worker_passes_its_keys_to_the_same_next_one()
    {
        Pool pool = Pools.Of(PolicyNames.ConsistentHash, 10);
        Worker home = pool.Pick(new PickRequest { AffinityKey = "a" }).Worker!;
        Pick one = pool.Pick(new PickRequest { AffinityKey = "a", Random = 1, Tried = [home] });
        Pick other = pool.Pick(new PickRequest { AffinityKey = "a", Random = 2, Tried = [home] });

        Assert.NotSame(home, one.Worker);
        Assert.Equal(PickReasons.Tried, one.Reason);
        Assert.Equal(one, other);
    }

    private static Worker[] Owners(IPicker picker) => [.. s_keys.Select(key => picker.Pick(new PickRequest { AffinityKey = key }).Worker!)];

    private static ulong[] Points(int workers) =>
        [.. Pools.NewWorkers(workers).SelectMany(worker => Enumerable.Range(1, 64).Select(i => HashRing.HashOf(worker.Id, i))).Order()];
}
