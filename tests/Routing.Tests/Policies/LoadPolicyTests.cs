using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Policies;

/// <summary>random, round_robin, least_requests, least_tokens.</summary>
public class LoadPolicyTests
{
    private static readonly Gen<int> s_counts = Gen.Choose(1, 60);

    [Fact]
    public void Random_gives_each_worker_its_share() =>
        Prop.ForAll(Gen.Zip(s_counts, Gen.Choose(0, int.MaxValue)).ToArbitrary(), pair =>
        {
            (int count, int seed) = pair;
            int[] picks = Picks(Pools.Of(PolicyNames.Random, count), count * 400, (ulong)seed, holds: false);

            // Six standard deviations of a binomial share.
            Assert.All(picks, n => Assert.InRange(n, 400 - (6 * 20), 400 + (6 * 20)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Round_robin_gives_each_worker_the_same() =>
        Prop.ForAll(s_counts.ToArbitrary(), count =>
            Assert.All(Picks(Pools.Of(PolicyNames.RoundRobin, count), count * 7, 1, holds: false), n => Assert.Equal(7, n)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Two_choices_keep_the_fullest_close_to_the_mean() =>
        Prop.ForAll(Gen.Zip(s_counts, Gen.Choose(0, int.MaxValue)).ToArbitrary(), pair =>
        {
            (int count, int seed) = pair;
            int[] loads = Picks(Pools.Of(PolicyNames.LeastRequests, count), count * 50, (ulong)seed, holds: true);

            // Theory: mean + O(log log n), whatever the mean; one choice would be off by some 4 x sqrt(50).
            Assert.All(loads, load => Assert.InRange(load, 0, 50 + 8));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tokens_count_where_the_policy_says_so()
    {
        Pool pool = Pools.Of(PolicyNames.LeastTokens, 2);
        Pools.Busy(pool.Workers[0], requests: 1, tokens: 5000);
        Pools.Busy(pool.Workers[1], requests: 10, tokens: 10);

        Assert.Same(pool.Workers[1], pool.Pick(new PickRequest { Random = 7 }).Worker);
    }

    [Theory]
    [InlineData(PolicyNames.Random)]
    [InlineData(PolicyNames.RoundRobin)]
    [InlineData(PolicyNames.LeastRequests)]
    [InlineData(PolicyNames.LeastTokens)]
    [InlineData(PolicyNames.ConsistentHash)]
    [InlineData(PolicyNames.PrefixCache)]
    public void A_tried_worker_is_not_picked_again_until_none_is_left(string policy)
    {
        byte[] prompt = new byte[1000];
        Pool pool = Pools.Of(policy, 5);
        List<Worker> tried = [];
        for (ulong i = 0; i < 5; i++)
        {
            Pick pick = pool.Pick(new PickRequest { Random = i, AffinityKey = "a", Prompt = prompt, Tried = tried });
            Assert.NotNull(pick.Worker);
            Assert.DoesNotContain(pick.Worker, tried);
            tried.Add(pick.Worker);
        }

        Pick none = pool.Pick(new PickRequest { Random = 9, AffinityKey = "a", Prompt = prompt, Tried = tried });
        Assert.Equal(new Pick(null, PickReasons.AllTried), none);
    }

    [Theory]
    [InlineData(PolicyNames.Random)]
    [InlineData(PolicyNames.RoundRobin)]
    [InlineData(PolicyNames.LeastRequests)]
    [InlineData(PolicyNames.LeastTokens)]
    [InlineData(PolicyNames.ConsistentHash)]
    [InlineData(PolicyNames.PrefixCache)]
    public void An_empty_pool_says_so(string policy) =>
        Assert.Equal(new Pick(null, PickReasons.NoWorker), Pools.Of(policy, 0).Pick(new PickRequest { AffinityKey = "a" }));

    [Fact]
    public void A_retry_is_spread_over_all_that_were_not_tried()
    {
        Pool pool = Pools.Of(PolicyNames.Random, 4);
        Worker[] tried = [pool.Workers[0]];
        int[] picks = new int[4];
        for (int i = 0; i < 9000; i++)
        {
            Worker worker = pool.Pick(new PickRequest { Random = (ulong)i, Tried = tried }).Worker!;
            picks[pool.Workers.ToList().IndexOf(worker)]++;
        }

        Assert.Equal(0, picks[0]);
        Assert.All(picks[1..], n => Assert.InRange(n, 2700, 3300));
    }

    private static int[] Picks(Pool pool, int count, ulong seed, bool holds)
    {
        var places = pool.Workers.Select((worker, place) => (worker, place)).ToDictionary(pair => pair.worker, pair => pair.place);
        int[] picks = new int[pool.Workers.Count];
        for (int i = 0; i < count; i++)
        {
            Worker worker = pool.Pick(new PickRequest { Random = (seed << 32) + (ulong)i }).Worker!;
            picks[places[worker]]++;
            if (!holds)
            {
                worker.Load.End(0);
            }
        }

        return picks;
    }
}
