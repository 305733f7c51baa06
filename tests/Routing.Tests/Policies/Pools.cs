using System.Globalization;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Policies;

/// <summary>Pools of workers that need no engine.</summary>
internal static class Pools
{
    private static long s_lastNumber;

    public static WorkerSettings Settings(int index, WorkerRole role = WorkerRole.Both) => new()
    {
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://10.0.{index / 250}.{1 + (index % 250)}:30000")),
        Role = role,
        Peer = new HandoffPeer { Host = "10.0.0.1", Port = 30000 },
    };

    public static Worker NewWorker(int index) =>
        new(Settings(index), Interlocked.Increment(ref s_lastNumber), new CircuitBreaker()) { State = WorkerState.Healthy };

    public static Worker[] NewWorkers(int count) => [.. Enumerable.Range(0, count).Select(NewWorker)];

    public static Pool Of(IWorkerPolicy policy, int count) => Of(policy, NewWorkers(count));

    public static Pool Of(IWorkerPolicy policy, Worker[] workers)
    {
        var pool = new Pool(WorkerRole.Both, policy);
        pool.Change([], workers);
        return pool;
    }

    public static Pool Of(string policy, int count) => Of(WorkerPolicies.Create(new PolicySettings { Name = policy }), count);

    /// <summary>Gives a worker something to do.</summary>
    public static void Busy(Worker worker, int requests, long tokens = 0)
    {
        for (int i = 0; i < requests; i++)
        {
            worker.Load.Begin(tokens);
        }
    }
}
