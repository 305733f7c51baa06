namespace LoadGen.Verdicts.Settings;

/// <summary>Keys that an SLA's load may have: bench's options of workload and schedule, with underscores for hyphens.</summary>
public static class LoadKeys
{
    /// <summary>What says how much load there is. Of those before the last there can be one at most; the last goes with sessions alone.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["rate", "trace", "sessions", "concurrency"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "concurrency", "ramp_up", "rate", "arrivals", "burstiness", "requests", "duration", "warmup",
        "isl", "osl", "range_ratio", "prefix_tokens", "vocab_size", "prompt_format",
        "trace", "trace_format", "trace_speed", "trace_limit",
        "dataset", "dataset_format", "dataset_limit", "dataset_shuffle", "dataset_on_bad_line", "dataset_turn", "dataset_repeat", "output_tokens", "prefix_groups", "prefix_zipf",
        "sessions", "session_rate", "recorded_starts", "speedup", "longest_gap", "think_time", "history", "on_turn_failure", "session_header",
        "count_tokens", "seed",
    ];

    /// <summary>Those whose values are files, relative to the SLA's own.</summary>
    public static IReadOnlyList<string> Files { get; } = ["trace", "dataset", "sessions", "count_tokens"];
}
