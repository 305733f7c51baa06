namespace LoadGen.EndToEnd.Routing;

/// <summary>Configurations on free ports, without probes and canaries: engines see what clients send, and nothing else.</summary>
internal static class Yaml
{
    private const string Plain = """
        listen: "127.0.0.1:0"
        health: {interval_s: 0}
        readiness: {canary: false}
        breaker: {failures_to_open: 1000}
        """;

    private const string OpenAdmin = """admin: {listen: "127.0.0.1:0"}""";

    private const string NoLog = "telemetry: {access_log: none}";

    /// <summary>Prefill and decode workers.</summary>
    /// <param name="protocol">The hand-off.</param>
    /// <param name="prefills">The prefill workers.</param>
    /// <param name="decodes">The decode workers.</param>
    /// <param name="more">Further lines; an <c>admin</c> or <c>telemetry</c> among them stands in for the plain one.</param>
    public static string Pair(string protocol, IEnumerable<EngineProcess> prefills, IEnumerable<EngineProcess> decodes, string? more = null) => Lines(
        $"protocol: {protocol}",
        "pools:",
        $"  prefill: {{workers: [{string.Join(", ", prefills.Select(engine => Worker(engine, protocol)))}]}}",
        $"  decode: {{workers: [{string.Join(", ", decodes.Select(engine => Worker(engine)))}]}}",
        Common(more));

    /// <summary>Aggregated workers.</summary>
    public static string Workers(IEnumerable<EngineProcess> workers, string? more = null) =>
        Lines("pools:", $"  workers: {{workers: [{string.Join(", ", workers.Select(engine => Worker(engine)))}]}}", Common(more));

    private static string Worker(EngineProcess engine, string protocol = "") =>
        protocol == "sglang" ? $"{{url: \"{engine.Url}\", bootstrap_port: {engine.PeerPort}}}" : $"{{url: \"{engine.Url}\"}}";

    private static string Common(string? more) => Lines(
        Plain,
        more?.Contains("admin:", StringComparison.Ordinal) == true ? "" : OpenAdmin,
        more?.Contains("telemetry:", StringComparison.Ordinal) == true ? "" : NoLog,
        more ?? "");

    private static string Lines(params string[] lines) => string.Join('\n', lines) + "\n";
}
