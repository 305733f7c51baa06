namespace LoadGen.Workloads.Datasets;

/// <summary>What a dataset says about its prompts.</summary>
public enum PromptContent
{
    /// <summary>Lengths, and perhaps block hashes: prompts are made of token ids that share what the hashes share.</summary>
    Blocks,

    /// <summary>Text, as messages.</summary>
    Messages,
}
