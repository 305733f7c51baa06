using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Policies;

/// <summary>smg #1692: 500 workers p99 9 ms, 4,000 workers 850 ms, for each pick looked at every worker.</summary>
public class PickCostTests
{
    // The workers of one node, the one drawn of them, and two drawn ones, each twice.
    private const int LooksMax = Routing.Policies.Prefixes.Tenants.Max + 5;

    [Theory]
    [InlineData(10)]
    [InlineData(4000)]
    public void Smg_1692_two_choices_look_at_two_loads_whatever_the_fleet(int workers) =>
        Assert.Equal(2, MostLooks(new LeastLoadPolicy<CountedMeasure>("counted"), workers));

    [Theory]
    [InlineData(10)]
    [InlineData(4000)]
    public void Smg_1692_a_pick_by_prefix_looks_at_few_loads_whatever_the_fleet(int workers) =>
        Assert.InRange(MostLooks(new PrefixCachePolicy<CountedMeasure>(new PolicySettings { BalanceAbsThreshold = 0 }), workers), 1, LooksMax);

    [Theory]
    [InlineData(10)]
    [InlineData(4000)]
    public void Smg_1692_a_pick_by_key_looks_at_few_loads_whatever_the_fleet(int workers) =>
        Assert.InRange(MostLooks(new ConsistentHashPolicy<CountedMeasure>(new PolicySettings()), workers), 1, 32 + 2);

    [Theory]
    [InlineData(PolicyNames.Random)]
    [InlineData(PolicyNames.RoundRobin)]
    [InlineData(PolicyNames.LeastRequests)]
    [InlineData(PolicyNames.LeastTokens)]
    [InlineData(PolicyNames.ConsistentHash)]
    [InlineData(PolicyNames.PrefixCache)]
    public void A_pick_allocates_nothing(string policy)
    {
        Pool pool = Pools.Of(policy, 100);
        byte[] prompt = Sessions.Text(1, 20_000);
        void Run()
        {
            for (ulong i = 0; i < 1000; i++)
            {
                Worker worker = pool.Pick(new PickRequest { Random = i, AffinityKey = "user-1", Prompt = prompt, PromptTokens = 5000 }).Worker!;
                Pool.Release(worker, 5000, Routing.Pairs.LegOutcome.Completed);
            }
        }

        Run();
        Assert.Equal(0, Allocated.Bytes(Run));
    }

    private static int MostLooks(IWorkerPolicy policy, int workers)
    {
        Pool pool = Pools.Of(policy, workers);
        CountedMeasure.TakeLooks();
        int most = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] prompt = Sessions.Text(i % 7, 2000);
            pool.Pick(new PickRequest { Random = (ulong)i, AffinityKey = prompt[0].ToString(), Prompt = prompt });
            most = Math.Max(most, CountedMeasure.TakeLooks());
        }

        return most;
    }
}
