using LoadGen.Watching.Settings;

namespace LoadGen.Watching.Tests.Support;

/// <summary>Watches as their files say them.</summary>
internal static class Plans
{
    /// <summary>Two endpoints, a probe every 10 s, 1% of failures allowed.</summary>
    public const string Two = """
        name: two
        endpoints:
          - { name: a, url: http://127.0.0.1:9, model: m }
          - { name: b, url: http://127.0.0.1:9, model: m }
        probe: { interval: 10s, jitter: 1s, timeout: 6s, connect_timeout: 1s, isl: 16, osl: 4 }
        objectives:
          - { name: errors, metric: error_rate, max: 1% }
          - { name: ttft, metric: ttft, percentile: 99, max: 200ms }
        windows: [5m, 1h]
        alerts:
          - { name: page, burn: 14.4, windows: [1h, 5m] }
        """;

    /// <summary>Reads one.</summary>
    /// <param name="output">Its folder.</param>
    /// <param name="text">The file; null: <see cref="Two"/>.</param>
    public static WatchPlan Read(string output, string? text = null) => WatchPlanReader.Parse(text ?? Two, "/watches/test.yaml", _ => null) with { Output = output };
}
