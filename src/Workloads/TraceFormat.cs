namespace LoadGen.Workloads;

/// <summary>The trace formats that can be read.</summary>
public enum TraceFormat
{
    /// <summary>Mooncake JSONL: arrival time, lengths, and the hashes of the prompt's 512-token blocks.</summary>
    Mooncake,

    /// <summary>Azure LLM inference CSV, 2023 and 2024: arrival time and lengths.</summary>
    Azure,

    /// <summary>BurstGPT CSV: arrival time and lengths, and in its third file the session.</summary>
    BurstGpt,
}
