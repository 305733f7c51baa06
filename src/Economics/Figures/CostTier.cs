namespace LoadGen.Economics.Figures;

/// <summary>Who pays for the GPU.</summary>
public enum CostTier
{
    /// <summary>A hyperscaler who owns it.</summary>
    Hyperscaler,

    /// <summary>A neocloud who owns it.</summary>
    Neocloud,

    /// <summary>Someone who rents it for three years.</summary>
    Rental,

    /// <summary>At the caller's own price per GPU-hour.</summary>
    Own,
}
