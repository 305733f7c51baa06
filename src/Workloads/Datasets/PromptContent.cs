namespace LoadGen.Workloads.Datasets;

/// <summary>What prompts are made of.</summary>
public enum PromptContent
{
    /// <summary>Token ids: of a dataset lengths are known, and perhaps block hashes, which prompts share as recorded.</summary>
    TokenIds,

    /// <summary>Text, as messages.</summary>
    Messages,
}
