namespace LoadGen.Economics.Detection;

/// <summary>One accelerator as its vendor's tool tells of it.</summary>
/// <param name="Device">What it is.</param>
/// <param name="MemoryUsedMib">Its memory in use, in MiB; null where it is not told.</param>
/// <param name="Driver">The driver's version; null where it is not told.</param>
public sealed record ToolDevice(HostDevice Device, double? MemoryUsedMib, string? Driver);
