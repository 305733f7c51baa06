using LoadGen.Routing.Pairs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Policies;

/// <summary>The load counts from the pick: what comes in at once is spread.</summary>
public class ConcurrentPickTests
{
    private const int Threads = 8;
    private const int PicksPerThread = 5000;

    [Fact]
    public void Sglang_14305_smg_1714_requests_that_come_before_any_response_are_split_evenly()
    {
        Pool pool = Pools.Of(PolicyNames.LeastRequests, 2);
        for (ulong i = 0; i < 1000; i++)
        {
            pool.Pick(new PickRequest { Random = i });
        }

        Assert.Equal([500, 500], pool.Workers.Select(worker => worker.Load.Requests));
    }

    [Fact]
    public void Sglang_14305_smg_1714_concurrent_picks_of_two_workers_are_split_evenly()
    {
        Pool pool = Pools.Of(PolicyNames.LeastRequests, 2);
        OnThreads(thread =>
        {
            for (int i = 0; i < PicksPerThread; i++)
            {
                pool.Pick(new PickRequest { Random = (ulong)((thread * PicksPerThread) + i) });
            }
        });

        // A thread can be a pick behind the others, not more: each looks before each pick.
        int one = pool.Workers[0].Load.Requests;
        Assert.Equal(Threads * PicksPerThread, one + pool.Workers[1].Load.Requests);
        Assert.InRange(one, (Threads * PicksPerThread / 2) - 200, (Threads * PicksPerThread / 2) + 200);
    }

    [Theory]
    [InlineData(PolicyNames.RoundRobin)]
    [InlineData(PolicyNames.ConsistentHash)]
    [InlineData(PolicyNames.PrefixCache)]
    public void What_many_threads_picked_and_gave_back_adds_up_to_nothing(string policy)
    {
        Worker[] workers = Pools.NewWorkers(50);
        Pool pool = Pools.Of(WorkerPolicies.Create(new PolicySettings { Name = policy, PrefixBlocksMax = 2000 }), workers);
        byte[][] prompts = [.. Enumerable.Range(0, 40).Select(i => Sessions.Prompt(i, i % 5, 1000, 3000))];
        OnThreads(thread =>
        {
            for (int i = 0; i < PicksPerThread; i++)
            {
                int at = (thread + i) % prompts.Length;
                if (thread == 0 && i % 500 == 0)
                {
                    Worker gone = workers[i / 500];
                    pool.Remove(gone);
                    pool.Add(Pools.NewWorker(1000 + i));
                }

                Pick pick = pool.Pick(new PickRequest { Random = (ulong)i, AffinityKey = "k" + at, Prompt = prompts[at], PromptTokens = 9 });
                if (pick.Worker is { } worker)
                {
                    Pool.Release(worker, 9, LegOutcome.Completed);
                }
            }
        });

        Assert.Equal((0, 0), (pool.Load.Requests, pool.Load.Tokens));
        Assert.All(workers, worker => Assert.Equal(0, worker.Load.Requests));
    }

    private static void OnThreads(Action<int> work)
    {
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            try
            {
                work(number);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
    }
}
