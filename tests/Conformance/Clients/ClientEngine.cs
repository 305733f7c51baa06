using LoadGen.Simulation;

namespace LoadGen.Conformance.Clients;

/// <summary>The engine that other people's clients are pointed at: as fast as it goes.</summary>
internal static class ClientEngine
{
    public static Task<SimulatedEngine> StartAsync(string? key = null) => SimulatedEngine.StartAsync(
        new SimulatedEngineOptions
        {
            TimeToFirstToken = TimeSpan.Zero,
            InterTokenLatency = TimeSpan.Zero,
            ApiKey = key,
        },
        TestContext.Current.CancellationToken);

    public static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
