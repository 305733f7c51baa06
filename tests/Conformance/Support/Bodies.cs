using LoadGen.Simulation;

namespace LoadGen.Conformance.Support;

/// <summary>Requests, and what an aggregated engine answers to them.</summary>
internal static class Bodies
{
    public const string ChatPath = "/v1/chat/completions";

    public static string Chat(bool stream, int tokens = 6) =>
        $$"""{"model":"sim","messages":[{"role":"user","content":"one two three four"}],"max_tokens":{{tokens}},"stream":{{(stream ? "true" : "false")}}}""";

    /// <summary>What an engine that is a pair by itself answers.</summary>
    public static async Task<Answer> AggregatedAsync(string path, string body, string? fault = null)
    {
        await using SimulatedEngine engine = await SimulatedEngine.StartAsync(
            new BenchOptions().EngineOptions(TimeSpan.Zero, fault), TestContext.Current.CancellationToken);
        using var client = new Client(engine.Url);
        return await client.PostAsync(path, body);
    }
}
