using System.Diagnostics;
using System.Globalization;

namespace LoadGen.Measurement.Running;

/// <summary>What this process has used: taken before and after a measurement, the difference is the measurement's own cost.</summary>
/// <param name="CpuS">CPU time, user and system, seconds.</param>
/// <param name="PeakResidentBytes">Largest resident set so far, bytes.</param>
/// <param name="AllocatedBytes">Managed bytes allocated.</param>
/// <param name="Collections">Garbage collections of any generation.</param>
/// <param name="GcPauseMs">Time the process stood still for them, ms.</param>
public sealed record ProcessUsage(double CpuS, long PeakResidentBytes, long AllocatedBytes, int Collections, double GcPauseMs)
{
    /// <summary>The totals up to now.</summary>
    public static ProcessUsage Take()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessUsage(
            process.TotalProcessorTime.TotalSeconds,
            PeakResident() ?? process.PeakWorkingSet64,
            GC.GetTotalAllocatedBytes(),
            GC.CollectionCount(0),
            GC.GetTotalPauseDuration().TotalMilliseconds);
    }

    /// <summary>What was used since <paramref name="before"/>; the peak stays the process's.</summary>
    public ProcessUsage Since(ProcessUsage before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new ProcessUsage(
            CpuS - before.CpuS, PeakResidentBytes, AllocatedBytes - before.AllocatedBytes, Collections - before.Collections, GcPauseMs - before.GcPauseMs);
    }

    private static long? PeakResident()
    {
        // The framework's PeakWorkingSet64 is 0 on some kernels; VmHWM is the kernel's own mark.
        if (!File.Exists("/proc/self/status"))
        {
            return null;
        }

        string? line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line?.Split(' ', '\t').FirstOrDefault(f => f.Length > 0 && char.IsAsciiDigit(f[0])) is { } kb
            ? long.Parse(kb, CultureInfo.InvariantCulture) * 1024
            : null;
    }
}
