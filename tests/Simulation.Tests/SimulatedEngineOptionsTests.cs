namespace LoadGen.Simulation.Tests;

public class SimulatedEngineOptionsTests
{
    private static readonly SimulatedEngineOptions Defaults = new();

    public static TheoryData<SimulatedEngineOptions, string> Impossible => new()
    {
        { Defaults with { Host = " " }, "host is empty" },
        { Defaults with { Port = -1 }, "port -1 is impossible" },
        { Defaults with { Port = 65536 }, "use 1 to 65535" },
        { Defaults with { Model = "" }, "model is empty" },
        { Defaults with { TimeToFirstToken = TimeSpan.FromMilliseconds(-1) }, "ttft of -1 ms is impossible" },
        { Defaults with { InterTokenLatency = TimeSpan.FromDays(2) }, "itl of 172800000 ms is impossible: use 0 to 86400000 ms" },
        { Defaults with { PerInputToken = TimeSpan.FromTicks(-1) }, "per-input-token latency" },
        { Defaults with { Jitter = 1.1 }, "jitter 1.1 is impossible: use a fraction from 0 to 1" },
        { Defaults with { Jitter = double.NaN }, "jitter NaN is impossible" },
        { Defaults with { TtftSigma = -0.1 }, "ttft-sigma -0.1 is impossible: use 0 to 3" },
        { Defaults with { ItlSigma = double.NaN }, "itl-sigma NaN is impossible" },
        { Defaults with { Step = true, ItlSigma = 0.1 }, "step mode has one itl for all" },
        { Defaults with { Slots = 0 }, "slots 0 is impossible: use at least 1" },
        { Defaults with { Step = true, InterTokenLatency = TimeSpan.Zero }, "step mode needs an itl above 0" },
        { Defaults with { DefaultTokens = 0 }, "tokens 0 is impossible" },
        { Defaults with { MaxContext = 100 }, "tokens 200 exceeds max-context 100" },
        { Defaults with { TokensPerChunk = 0 }, "tokens-per-chunk 0 is impossible" },
        { Defaults with { PacerThreads = 0 }, "pacer-threads 0 is impossible" },
        { Defaults with { KeepAlive = TimeSpan.Zero }, "keep-alive of 0 is impossible" },
        { Defaults with { KeepAlive = TimeSpan.FromDays(2) }, "keep-alive of 172800000 ms is impossible" },
        { Defaults with { ApiKey = "" }, "the API key is empty" },
        { Defaults with { Faults = [new FaultRule(new Fault(FaultKind.Hang, 0), 0)] }, "strikes every 0 requests" },
        { Defaults with { Faults = [new FaultRule(new Fault(FaultKind.Status, 200))] }, "use a whole number from 400 to 599" },
    };

    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Defaults.Validate());

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_impossible_value_is_named_with_its_fix(SimulatedEngineOptions options, string problem)
    {
        string found = Assert.Single(options.Validate());
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_reported_at_once() =>
        Assert.Equal(3, (Defaults with { Port = -1, Jitter = 2, Model = "" }).Validate().Count);

    [Fact]
    public async Task An_engine_does_not_start_with_problems()
    {
        var failure = await Assert.ThrowsAsync<SimulationException>(() =>
            SimulatedEngine.StartAsync(Defaults with { Jitter = 2, Model = "" }, TestContext.Current.CancellationToken));
        Assert.Contains("model is empty", failure.Message, StringComparison.Ordinal);
        Assert.Contains("jitter 2", failure.Message, StringComparison.Ordinal);
    }
}
