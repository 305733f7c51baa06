namespace LoadGen.Simulation.Batching;

/// <summary>What a step does when there are prompts to compute and answers to go on with.</summary>
public enum PrefillOrder
{
    /// <summary>Both in one step, as vLLM does: answers come slower for a while.</summary>
    Mixed,

    /// <summary>Prompts first, as SGLang does by default: answers stand still for a while.</summary>
    First,
}
