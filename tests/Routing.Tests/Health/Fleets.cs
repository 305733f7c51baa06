using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Health;

/// <summary>Fleets to test with, whose pools choose the first worker that they may.</summary>
internal static class Fleets
{
    public static Fleet Create(bool probes = true, Func<CircuitBreaker>? newBreaker = null) => new(
        new Pool(WorkerRole.Prefill, new FirstPolicy()),
        new Pool(WorkerRole.Decode, new FirstPolicy()),
        new Pool(WorkerRole.Both, new FirstPolicy()),
        newBreaker ?? (static () => new CircuitBreaker()),
        probes);

    public static Worker Add(this Fleet fleet, string url, WorkerRole role, WorkerSource source = WorkerSource.Configuration)
    {
        var uri = new Uri(url);
        var peer = new HandoffPeer { Host = uri.Host, Port = uri.Port };
        Worker? worker = fleet.TryAdd(new WorkerSettings { Url = uri, Role = role, Peer = peer, Source = source });
        Assert.NotNull(worker);
        return worker;
    }

    public static Worker[] AddMany(this Fleet fleet, int count) =>
        [.. Enumerable.Range(0, count).Select(i => fleet.Add($"http://10.0.0.1:{8000 + i}", WorkerRole.Both))];

    private sealed class FirstPolicy : IWorkerPolicy
    {
        public string Name => "first";

        public IPicker Prepare(Worker[] eligible) => new Picker(eligible);

        private sealed class Picker(Worker[] eligible) : IPicker
        {
            public int Count => eligible.Length;

            public Pick Pick(in PickRequest request)
            {
                IReadOnlyList<Worker> tried = request.Tried ?? [];
                return new Pick(eligible.FirstOrDefault(w => !tried.Contains(w)), "first");
            }
        }
    }
}
