using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Policies;

public class PrefixCacheTests
{
    private static readonly PolicySettings s_settings = new() { Name = PolicyNames.PrefixCache };

    [Fact]
    public void A_session_stays_where_its_history_is()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 20);
        var homes = new Dictionary<int, Worker>();
        int away = 0;
        for (int turn = 0; turn < 6; turn++)
        {
            for (int session = 0; session < 200; session++)
            {
                byte[] prompt = Sessions.Prompt(session, turn, commonBytes: 0, turnBytes: 1500);
                Pick pick = Once(pool, prompt, session + (turn * 1000));
                away += homes.TryGetValue(session, out Worker? home) && home != pick.Worker ? 1 : 0;
                homes[session] = pick.Worker!;
            }
        }

        Assert.Equal(0, away);
        Assert.InRange(homes.Values.Distinct().Count(), 19, 20);
    }

    [Fact]
    public void Sessions_stay_home_though_all_begin_with_the_same_system_prompt()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 20);
        Dictionary<int, Worker> homes = [];
        for (int turn = 0; turn < 5; turn++)
        {
            for (int session = 0; session < 100; session++)
            {
                Pick pick = Once(pool, Sessions.Prompt(session, turn, commonBytes: 2000, turnBytes: 6000), session + (turn * 1000));
                Assert.Same(homes.TryAdd(session, pick.Worker!) ? pick.Worker : homes[session], pick.Worker);
            }
        }

        Assert.InRange(homes.Values.Distinct().Count(), 15, 20);
    }

    [Fact]
    public void What_is_cached_is_told_in_tokens()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 10);
        Assert.Equal(0, Once(pool, Sessions.Prompt(1, 0, 0, 2560), 1).CachedTokens);

        Pick second = Once(pool, Sessions.Prompt(1, 1, 0, 2560), 2, promptTokens: 1000);

        Assert.Equal(PickReasons.PrefixMatch, second.Reason);
        Assert.Equal(500, second.CachedTokens);
    }

    [Fact]
    public void Too_short_a_match_is_none()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 2);
        Pick first = Once(pool, Sessions.Prompt(1, 0, commonBytes: 256, turnBytes: 2560), 1);
        Pools.Busy(first.Worker!, 1);

        Pick other = Once(pool, Sessions.Prompt(2, 0, commonBytes: 256, turnBytes: 2560), 2);

        Assert.Equal(PickReasons.NoMatch, other.Reason);
        Assert.NotSame(first.Worker, other.Worker);
    }

    [Fact]
    public void A_prompt_shorter_than_a_block_goes_by_load()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 2);
        Pools.Busy(pool.Workers[0], 1);

        Assert.Equal(new Pick(pool.Workers[1], PickReasons.NoMatch), Once(pool, new byte[255], 1));
        Assert.Equal(new Pick(pool.Workers[1], PickReasons.NoMatch), Once(pool, [], 2));
    }

    [Theory]
    [InlineData(64, PickReasons.PrefixMatch)]
    [InlineData(200, PickReasons.Imbalance)]
    public void A_worker_with_too_much_to_do_loses_its_prefix(int load, string reason)
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 4);
        byte[] prompt = Sessions.Text(1, 4096);
        Worker home = Once(pool, prompt, 1).Worker!;
        Pools.Busy(home, load);

        Pick pick = Once(pool, prompt, 2);

        Assert.Equal(reason, pick.Reason);
        Assert.Equal(reason == PickReasons.PrefixMatch, home == pick.Worker);
    }

    [Fact]
    public void Both_thresholds_must_be_passed()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 4);
        byte[] prompt = Sessions.Text(1, 4096);
        Worker home = Once(pool, prompt, 1).Worker!;
        foreach (Worker worker in pool.Workers)
        {
            Pools.Busy(worker, worker == home ? 1100 : 1000);
        }

        // 75 more than the mean, but far from one and a half times.
        Assert.Equal(PickReasons.PrefixMatch, Once(pool, prompt, 2).Reason);
    }

    [Fact]
    public void A_prefix_that_all_send_does_not_drown_one_worker()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 10);
        byte[] prompt = Sessions.Text(1, 4096);
        for (int i = 0; i < 5000; i++)
        {
            pool.Pick(new PickRequest { Prompt = prompt, Random = (ulong)i });
        }

        Assert.All(pool.Workers, worker => Assert.InRange(worker.Load.Requests, 0, (int)(500 * 1.5) + 2));
    }

    [Fact]
    public void When_the_worker_of_the_prefix_was_tried_the_next_best_is_picked()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 4);
        byte[] prompt = Sessions.Text(1, 4096);
        Worker home = Once(pool, prompt, 1).Worker!;

        Pick pick = pool.Pick(new PickRequest { Prompt = prompt, Random = 5, Tried = [home] });

        Assert.NotSame(home, pick.Worker);
        Assert.Equal(PickReasons.Tried, pick.Reason);
    }

    [Fact]
    public void A_worker_that_left_takes_its_blocks_with_it()
    {
        var policy = (PrefixCachePolicy<RequestsMeasure>)WorkerPolicies.Create(s_settings);
        Pool pool = Pools.Of(policy, 2);
        for (int i = 0; i < 50; i++)
        {
            Once(pool, Sessions.Text(i, 2560), i);
        }

        Assert.Equal(500, policy.Blocks);
        pool.Remove(pool.Workers[0]);
        Assert.InRange(policy.Blocks, 1, 499);
        pool.Remove(pool.Workers[0]);
        Assert.Equal(0, policy.Blocks);
    }

    [Fact]
    public void A_worker_that_came_back_from_illness_still_has_its_prefixes()
    {
        Pool pool = Pools.Of(PolicyNames.PrefixCache, 4);
        byte[] prompt = Sessions.Text(1, 4096);
        Worker home = Once(pool, prompt, 1).Worker!;
        Assert.True(pool.TryChange(home, _ => true, WorkerState.Unhealthy));
        Assert.NotSame(home, Once(pool, Sessions.Text(2, 4096), 2).Worker);
        Assert.True(pool.TryChange(home, _ => true, WorkerState.Healthy));

        Assert.Same(home, Once(pool, prompt, 3).Worker);
    }

    [Fact]
    public void A_later_worker_at_the_same_address_has_an_empty_cache()
    {
        Worker[] workers = [Pools.NewWorker(1)];
        Pool pool = Pools.Of(WorkerPolicies.Create(s_settings), workers);
        byte[] prompt = Sessions.Text(1, 4096);
        Once(pool, prompt, 1);
        pool.Change([workers[0]], [Pools.NewWorker(1)]);

        Assert.Equal(PickReasons.NoMatch, Once(pool, prompt, 2).Reason);
    }

    // A request that is over at once.
    private static Pick Once(Pool pool, byte[] prompt, int random, long promptTokens = 100)
    {
        Pick pick = pool.Pick(new PickRequest { Prompt = prompt, PromptTokens = promptTokens, Random = (ulong)random });
        pick.Worker!.Load.End(promptTokens);
        return pick;
    }
}
