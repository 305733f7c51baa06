namespace LoadGen.Simulation.Tests.Support;

/// <summary>Engines for tests: on a free port, as fast as they go unless told otherwise.</summary>
internal static class Engines
{
    public static SimulatedEngineOptions Fast { get; } = new()
    {
        TimeToFirstToken = TimeSpan.Zero,
        InterTokenLatency = TimeSpan.Zero,
        DefaultTokens = 5,
    };

    /// <summary>An engine that sends nothing for as long as any test runs.</summary>
    public static SimulatedEngineOptions Slow { get; } = Fast with { TimeToFirstToken = TimeSpan.FromHours(1) };

    public static Task<SimulatedEngine> StartAsync(SimulatedEngineOptions? options = null) =>
        SimulatedEngine.StartAsync(options ?? Fast, TestContext.Current.CancellationToken);

    /// <summary>Looks again until it holds. The test's own time limit is the only clock: what never holds fails as a hang, named by the caller.</summary>
    public static async Task UntilAsync(this SimulatedEngine engine, Func<SimulatedEngineStats, bool> holds)
    {
        while (!holds(engine.Snapshot()))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
