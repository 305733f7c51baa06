namespace LoadGen.Simulation.Requests;

/// <summary>Which part of a prompt's log probabilities an engine gives.</summary>
internal enum PromptPart
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>A prefill engine: all but the last token's.</summary>
    Prefill,

    /// <summary>A decode engine: the last token's alone, so that both parts in their order, and nothing else, are the whole.</summary>
    Decode,
}
