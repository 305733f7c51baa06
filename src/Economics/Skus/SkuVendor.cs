namespace LoadGen.Economics.Skus;

/// <summary>Who makes an accelerator.</summary>
public enum SkuVendor
{
    /// <summary>NVIDIA.</summary>
    Nvidia,

    /// <summary>AMD.</summary>
    Amd,

    /// <summary>Google.</summary>
    Google,

    /// <summary>Amazon.</summary>
    Amazon,
}
