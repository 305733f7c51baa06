namespace LoadGen.Economics.Skus;

/// <summary>The processor architecture of a host.</summary>
public enum HostArchitecture
{
    /// <summary>x86-64.</summary>
    X64,

    /// <summary>64-bit Arm.</summary>
    Arm64,
}
