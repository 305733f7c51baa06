namespace LoadGen.Economics.Models;

/// <summary>How layers attend.</summary>
public enum AttentionKind
{
    /// <summary>Heads share keys and values in groups; one group a head, or one for all, included.</summary>
    Gqa,

    /// <summary>Multi-head latent attention: keys and values are kept as one latent for all heads.</summary>
    Mla,

    /// <summary>Linear attention (Gated DeltaNet): a state of fixed size instead of keys and values.</summary>
    Linear,
}
