namespace LoadGen.Economics.Detection;

/// <summary>One accelerator, and the SKU that it is of.</summary>
/// <param name="SkuId">The SKU; null where it is of none that the catalog has, or that cannot be said.</param>
/// <param name="Reason">Why there is no SKU; null where there is one.</param>
/// <param name="Device">What its source tells of it.</param>
public sealed record DetectedDevice(string? SkuId, string? Reason, HostDevice Device);
