using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Observability.Support;

/// <summary>Fleets whose policy takes the first worker.</summary>
internal static class Fleets
{
    public static Fleet Empty(bool probes = false) => new(
        new Pool(WorkerRole.Prefill, new First()), new Pool(WorkerRole.Decode, new First()), new Pool(WorkerRole.Both, new First()), () => new CircuitBreaker(), probes);

    public static Worker Add(this Fleet fleet, WorkerRole role, int port, string host = "engine.test") =>
        fleet.TryAdd(Settings(role, port, host))!;

    public static WorkerSettings Settings(WorkerRole role, int port, string host = "engine.test") => new()
    {
        Url = new Uri($"http://{host}:{port}"),
        Role = role,
        Peer = new HandoffPeer { Host = host, Port = port },
    };

    private sealed class First : IWorkerPolicy, IPicker
    {
        private Worker[] _workers = [];

        public string Name => "first";

        public int Count => _workers.Length;

        public IPicker Prepare(Worker[] eligible) => new First { _workers = eligible };

        public Pick Pick(in PickRequest request) => new(_workers.FirstOrDefault(), "first");
    }
}
