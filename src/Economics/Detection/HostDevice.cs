namespace LoadGen.Economics.Detection;

/// <summary>One accelerator as a source tells of it, before anything is made of that.</summary>
public sealed record HostDevice
{
    /// <summary>Who told.</summary>
    public required DetectionSource Source { get; init; }

    /// <summary>Its number by that source, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The product's name; null where it is not told.</summary>
    public string? Name { get; init; }

    /// <summary><c>vendor:device</c> in lower-case hexadecimal; null where it is not told.</summary>
    public string? PciId { get; init; }

    /// <summary>Its PCI address, such as <c>0000:c1:00.0</c>; null where it is not told.</summary>
    public string? Address { get; init; }

    /// <summary>Its UUID; null where it is not told.</summary>
    public string? Uuid { get; init; }

    /// <summary>Its memory in MiB; null where it is not told.</summary>
    public double? MemoryMib { get; init; }
}
