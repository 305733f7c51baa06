using LoadGen.Simulation;

namespace LoadGen.Conformance.Support;

/// <summary>What stands on a bench. Times are the engines' and the router's own, so small that no test waits long, or so large that they never come.</summary>
internal sealed record BenchOptions
{
    /// <summary>Later than any test ends.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromHours(1);

    /// <summary>Prefill engines; all the same but for what <see cref="EngineOptions"/> changes.</summary>
    public int Prefills { get; init; } = 1;

    public int Decodes { get; init; } = 1;

    /// <summary>Faults of the first prefill engine, in the words of docs/simulation.md.</summary>
    public string? PrefillFault { get; init; }

    /// <summary>Faults of the first decode engine.</summary>
    public string? DecodeFault { get; init; }

    public TimeSpan PrefillTtft { get; init; }

    public TimeSpan DecodeTtft { get; init; }

    /// <summary>Between decode's tokens.</summary>
    public TimeSpan Itl { get; init; }

    /// <summary>How long a cache waits to be fetched, where nothing else ends it.</summary>
    public TimeSpan Lease { get; init; } = Never;

    /// <summary>Engines close connections that are idle for so long.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>The router's limit of silence.</summary>
    public double StallS { get; init; } = 60;

    /// <summary>How long the router holds the abort of a decode.</summary>
    public double AbortHoldS { get; init; } = 0.3;

    public int Attempts { get; init; } = 1;

    /// <summary>How long the router keeps idle connections.</summary>
    public double PoolIdleS { get; init; } = 3;

    /// <summary>Ready only after a generation.</summary>
    public bool Canary { get; init; }

    /// <summary>Seconds between probes; 0: workers are not probed, and healthy from the start.</summary>
    public double ProbeS { get; init; }

    /// <summary>A prefill whose client has gone runs to its end, and its cache is fetched.</summary>
    public bool FinishesPrefill { get; init; }

    /// <summary>Mooncake: of the first prefill engine the router does not know the id, nor where to ask for it.</summary>
    public bool HidesEngineId { get; init; }

    /// <summary>Failures that open a breaker; by default no test makes so many.</summary>
    public int FailuresToOpen { get; init; } = 1000;

    public string Policy { get; init; } = "round_robin";

    /// <summary>The engines' options before their role.</summary>
    public SimulatedEngineOptions EngineOptions(TimeSpan ttft, string? fault) => new()
    {
        TimeToFirstToken = ttft,
        InterTokenLatency = Itl,
        DefaultTokens = 6,
        PacerThreads = 1,
        KeepAlive = KeepAlive,
        SimControl = true,
        Faults = fault is null ? [] : [Rule(fault)],
    };

    public static FaultRule Rule(string text) =>
        FaultRule.TryParse(text, out FaultRule? rule, out string? error) ? rule : throw new ArgumentException(error, nameof(text));
}
