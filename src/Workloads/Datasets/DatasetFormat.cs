namespace LoadGen.Workloads.Datasets;

/// <summary>The shapes of datasets that can be read. docs/datasets.md shows a record of each.</summary>
public enum DatasetFormat
{
    /// <summary>ShareGPT: <c>{"id", "conversations": [{"from", "value"}]}</c>, one JSON array or a record a line.</summary>
    ShareGpt,

    /// <summary>WildChat: <c>{"conversation_hash", "conversation": [{"role", "content"}], "language"}</c> a line.</summary>
    WildChat,

    /// <summary>OpenAI's chat requests: <c>{"messages": […], "tools": […], "max_tokens"}</c> a line, kept as they are.</summary>
    OpenAiMessages,

    /// <summary>A prompt a line: <c>{"prompt", "output_tokens"}</c>, as vLLM's custom and AIPerf's single-turn datasets.</summary>
    Custom,

    /// <summary>Sessions: <c>{"session_id", "turns": […]}</c> a line, as AIPerf's multi-turn datasets and with more.</summary>
    Sessions,

    /// <summary>Agentic coding sessions as block hashes: <c>{"id", "block_size", "requests": […]}</c>, which InferenceX replays.</summary>
    Weka,

    /// <summary>Mooncake's traces.</summary>
    Mooncake,

    /// <summary>Azure's LLM inference traces.</summary>
    Azure,

    /// <summary>BurstGPT's traces.</summary>
    BurstGpt,

    /// <summary>Made up: groups of prompts that begin alike.</summary>
    SharedPrefix,
}
