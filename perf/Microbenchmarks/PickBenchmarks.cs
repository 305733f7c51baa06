using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Microbenchmarks;

/// <summary>
/// A worker picked and given back, with some 8 requests under way at each. Figures are a pick's; p50 and p99 of single picks, the clock's own
/// cost included, stand in the log (<c>// pick</c>).
/// </summary>
[MemoryDiagnoser]
public class PickBenchmarks
{
    private const int Picks = 4096;
    private const int Sampled = 200_000;

    // A prompt of some 500 tokens, as in a chat's second turn.
    private const int PromptBytes = 2048;

    private readonly PickRequest[] _requests = new PickRequest[Picks];
    private Pool _pool = null!;

    [Params(10, 4000)]
    public int Workers { get; set; }

    [Params(PolicyNames.Random, PolicyNames.RoundRobin, PolicyNames.LeastRequests, PolicyNames.LeastTokens, PolicyNames.ConsistentHash,
        PolicyNames.PrefixCache)]
    public string Policy { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _pool = new Pool(WorkerRole.Both, WorkerPolicies.Create(new PolicySettings { Name = Policy }));
        var none = new RandomPolicy();
        var fleet = new Fleet(new Pool(WorkerRole.Prefill, none), new Pool(WorkerRole.Decode, none), _pool, () => new CircuitBreaker(), probes: false);
        fleet.Apply(WorkerSource.Configuration, [.. Enumerable.Range(0, Workers).Select(Settings)]);
        var random = new Random(1);
        for (int i = 0; i < Picks; i++)
        {
            // 512 sessions, each seen several times.
            byte[] prompt = new byte[PromptBytes];
            new Random(i % 512).NextBytes(prompt);
            _requests[i] = new PickRequest
            {
                Prompt = prompt, PromptTokens = 512, Random = (ulong)random.NextInt64(),
                AffinityKey = string.Create(CultureInfo.InvariantCulture, $"session-{i % 512}"),
            };
        }

        for (int i = 0; i < Workers * 8; i++)
        {
            _pool.Pick(_requests[i % Picks]);
        }

        Sample();
    }

    [Benchmark(OperationsPerInvoke = Picks)]
    public long PickAndRelease()
    {
        long numbers = 0;
        foreach (PickRequest request in _requests)
        {
            numbers += One(request);
        }

        return numbers;
    }

    private static WorkerSettings Settings(int index) => new()
    {
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://10.0.{index / 250}.{1 + (index % 250)}:30000")),
        Role = WorkerRole.Both,
        Peer = new HandoffPeer { Host = "10.0.0.1", Port = 30000 },
    };

    private long One(in PickRequest request)
    {
        Worker worker = _pool.Pick(request).Worker!;
        Pool.Release(worker, request.PromptTokens, LegOutcome.Completed);
        return worker.Number;
    }

    private void Sample()
    {
        long[] ns = new long[Sampled];
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < Sampled; i++)
            {
                long from = Stopwatch.GetTimestamp();
                One(_requests[i % Picks]);

                // By ticks of the clock: a TimeSpan's are 100 ns.
                ns[i] = (long)((Stopwatch.GetTimestamp() - from) * (1e9 / Stopwatch.Frequency));
            }
        }

        Array.Sort(ns);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"// pick {Policy} of {Workers}: p50 {ns[Sampled / 2]} ns, p99 {ns[Sampled * 99 / 100]} ns"));
    }
}
