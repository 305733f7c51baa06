using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using LoadGen.Measurement.Host;

namespace LoadGen.Measurement.Results;

/// <summary>The machine a client ran on.</summary>
/// <param name="Hostname">Its name.</param>
/// <param name="Os">Operating system.</param>
/// <param name="Kernel">Kernel release.</param>
/// <param name="Architecture">Process architecture.</param>
/// <param name="CpuModel">Processor, or null when unknown.</param>
/// <param name="CpuCores">Processors this process may use.</param>
/// <param name="MemoryBytes">Memory this process may use, bytes.</param>
/// <param name="LoadAverage1m">Load average over the last minute; null when unknown.</param>
/// <param name="ClockSource">The kernel's clock source; null when unknown.</param>
/// <param name="NativeAot">Compiled ahead of time.</param>
public sealed record EnvironmentInfo(
    string Hostname, string Os, string Kernel, string Architecture, string? CpuModel, int CpuCores, long MemoryBytes,
    [property: JsonPropertyName("load_average_1m")] double? LoadAverage1m, string? ClockSource, bool NativeAot)
{
    /// <summary>Reads them. The framework counts processors once, at the start; a later restriction of this process is counted too.</summary>
    public static EnvironmentInfo Read() => new(
        Environment.MachineName,
        RuntimeInformation.OSDescription,
        FirstLine("/proc/sys/kernel/osrelease") ?? Environment.OSVersion.VersionString,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        CpuModelName(),
        Math.Min(Environment.ProcessorCount, Affinity.Allowed(SystemHost.Instance).Count),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        LoadAverage(),
        FirstLine("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
        !System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported);

    private static string? CpuModelName() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;

    private static double? LoadAverage() =>
        FirstLine("/proc/loadavg") is { } line && double.TryParse(line.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double load) ? load : null;

    private static string? FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
}
