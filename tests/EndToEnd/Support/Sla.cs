namespace LoadGen.EndToEnd.Support;

/// <summary>SLA files and command lines of <c>loadgen check</c>, for endpoints of this suite.</summary>
internal static class Sla
{
    /// <summary>Most requests of <see cref="Text"/>'s load.</summary>
    public const int Requests = 400;

    /// <summary>A closed loop of four streams, three tokens an answer.</summary>
    public static string Text(params string[] objectives) => Under($"{{ concurrency: 4, isl: 4, osl: 3, warmup: 0, requests: {Requests} }}", objectives);

    /// <summary>A load and objectives, such as <c>metric: ttft, percentile: 90, max: 10s</c>.</summary>
    public static string Under(string load, string[] objectives) =>
        $"name: promise\nload: {load}\nobjectives:\n{string.Concat(objectives.Select(objective => $"  - {{ {objective} }}\n"))}";

    /// <summary>Checks an endpoint on a machine that may be too busy to measure on.</summary>
    public static Task<Finished> CheckAsync(string file, string url, string output, params string[] more) =>
        Loadgen.RunAsync(["check", file, "--url", url, "--model", "sim", "--output", output, "--progress", "none", "--allow-invalid", .. more]);
}
