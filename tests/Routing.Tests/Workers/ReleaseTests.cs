using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Tests.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Workers;

public class ReleaseTests
{
    [Fact]
    public void A_worker_that_fails_is_picked_no_more_and_its_load_is_given_back()
    {
        Pool pool = Pools.Of(PolicyNames.RoundRobin, 2);
        Worker failing = pool.Workers[0];
        for (int i = 0; failing.Breaker.State == BreakerState.Closed && i < 1000; i++)
        {
            Pick pick = pool.Pick(new PickRequest { PromptTokens = 3 });
            Pool.Release(pick, 3, pick.Worker == failing ? LegOutcome.ConnectFailed : LegOutcome.Completed);
        }

        Assert.Equal((BreakerState.Open, 1), (failing.Breaker.State, pool.EligibleCount));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Same(pool.Workers[1], pool.Pick(default).Worker));
        Assert.Equal((10, 0), (pool.Load.Requests, pool.Load.Tokens));
        Assert.Equal(0, failing.Load.Requests);
    }

    [Fact]
    public void No_worker_is_nothing_to_give_back()
    {
        Pool pool = Pools.Of(PolicyNames.Random, 0);
        Pool.Release(pool.Pick(default), 5, LegOutcome.Completed);

        Assert.Equal((0, 0), (pool.Load.Requests, pool.Load.Tokens));
    }
}
