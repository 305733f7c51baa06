using LoadGen.Routing.Health;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Tests.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Workers;

/// <summary>Many workers that come or go together cost their pool one rebuild.</summary>
public class BatchTests
{
    [Fact]
    public void Four_thousand_new_workers_rebuild_each_pool_once()
    {
        CountingPolicy prefill = new(), decode = new();
        Fleet fleet = NewFleet(prefill, decode);
        int changes = 0;
        fleet.Changed += () => changes++;
        WorkerSettings[] settings = [.. Enumerable.Range(0, 4000).Select(i => Pools.Settings(i, i % 4 == 0 ? WorkerRole.Prefill : WorkerRole.Decode))];

        fleet.Apply(WorkerSource.Configuration, settings);

        // Each pool was prepared empty, then once with all.
        Assert.Equal([0, 1000], prefill.Prepared);
        Assert.Equal([0, 3000], decode.Prepared);
        Assert.Equal(1, changes);

        fleet.Apply(WorkerSource.Configuration, settings[..2000]);
        Assert.Equal([0, 1000, 500], prefill.Prepared);
        Assert.Equal([0, 3000, 1500], decode.Prepared);
        Assert.Equal(1500, decode.Forgotten);
        Assert.Equal(2000, fleet.Workers.Count);
    }

    [Fact]
    public void What_stays_the_same_rebuilds_nothing_and_is_kept()
    {
        CountingPolicy policy = new();
        Fleet fleet = NewFleet(policy, policy);
        WorkerSettings[] settings = [Pools.Settings(1, WorkerRole.Prefill), Pools.Settings(2, WorkerRole.Prefill)];
        fleet.Apply(WorkerSource.Configuration, settings);
        Worker[] before = [.. fleet.Workers];
        policy.Prepared.Clear();

        fleet.Apply(WorkerSource.Configuration, settings);

        Assert.Empty(policy.Prepared);
        Assert.Equal(before, fleet.Workers);
    }

    [Fact]
    public void A_changed_worker_is_replaced_by_another_one()
    {
        CountingPolicy policy = new();
        Fleet fleet = NewFleet(policy, policy);
        fleet.Apply(WorkerSource.Configuration, [Pools.Settings(1, WorkerRole.Prefill)]);
        Worker before = fleet.Workers[0];
        fleet.Apply(WorkerSource.Configuration, [Pools.Settings(1, WorkerRole.Decode)]);

        Assert.Equal(WorkerState.Removed, before.State);
        Assert.Same(fleet.Find(before.Id), Assert.Single(fleet.Decode.Workers));
        Assert.Empty(fleet.Prefill.Workers);
    }

    [Fact]
    public void Another_sources_worker_wins_and_stays()
    {
        CountingPolicy policy = new();
        Fleet fleet = NewFleet(policy, policy);
        Worker admin = fleet.TryAdd(Pools.Settings(1, WorkerRole.Prefill) with { Source = WorkerSource.Admin })!;
        fleet.Apply(WorkerSource.Configuration, [Pools.Settings(1, WorkerRole.Prefill), Pools.Settings(2, WorkerRole.Prefill)]);
        Assert.Same(admin, fleet.Find(admin.Id));
        fleet.Apply(WorkerSource.Configuration, []);

        Assert.Equal([admin], fleet.Workers);
    }

    private static Fleet NewFleet(IWorkerPolicy prefill, IWorkerPolicy decode) => new(
        new Pool(WorkerRole.Prefill, prefill), new Pool(WorkerRole.Decode, decode), new Pool(WorkerRole.Both, new RandomPolicy()),
        () => new CircuitBreaker(), probes: false);

    private sealed class CountingPolicy : IWorkerPolicy
    {
        public List<int> Prepared { get; } = [];

        public int Forgotten { get; private set; }

        public string Name => "counting";

        public IPicker Prepare(Worker[] eligible)
        {
            Prepared.Add(eligible.Length);
            return new RandomPolicy().Prepare(eligible);
        }

        public void Forget(IReadOnlyCollection<Worker> left) => Forgotten += left.Count;
    }
}
