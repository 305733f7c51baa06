namespace LoadGen.Economics.Skus;

/// <summary>Names of number formats, as recipes, rows and options write them.</summary>
public static class SkuPrecision
{
    /// <summary>bfloat16, and fp16, which is as fast everywhere.</summary>
    public const string Bf16 = "bf16";

    /// <summary>8-bit floats, with a scale per tensor, block or 32 values (MXFP8).</summary>
    public const string Fp8 = "fp8";

    /// <summary>4-bit floats with a scale per block: NVFP4, MXFP4.</summary>
    public const string Fp4 = "fp4";

    /// <summary>8-bit whole numbers.</summary>
    public const string I8 = "int8";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Bf16, Fp8, Fp4, I8];
}
