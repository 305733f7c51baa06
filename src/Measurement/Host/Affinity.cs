using System.Globalization;
using System.Runtime.InteropServices;

namespace LoadGen.Measurement.Host;

/// <summary>Which processors threads may run on (sched_setaffinity(2)). Linux only; elsewhere nothing is set.</summary>
public static partial class Affinity
{
    private const int BitsPerWord = 64;

    /// <summary>The processors this process may use; all there are where the kernel does not say.</summary>
    public static IReadOnlyList<int> Allowed(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        const string Field = "Cpus_allowed_list:";
        string? line = host.Read("/proc/self/status")?.Split('\n').FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal));
        return (line is null ? null : CpuList.TryParse(line[Field.Length..].Trim())) ?? [.. Enumerable.Range(0, Environment.ProcessorCount)];
    }

    /// <summary>Binds the calling thread; threads and processes that it starts inherit that.</summary>
    /// <returns>False when the kernel refuses.</returns>
    public static bool TryBindThread(IReadOnlyList<int> cpus) => TryBind(0, cpus);

    /// <summary>Binds every thread of this process; those started later inherit that.</summary>
    /// <returns>False when the kernel refuses.</returns>
    public static bool TryBindProcess(IReadOnlyList<int> cpus)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        bool all = true;
        foreach (string task in Directory.GetDirectories("/proc/self/task"))
        {
            // A thread that has ended meanwhile needs no processor.
            all &= TryBind(int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture), cpus) || !Directory.Exists(task);
        }

        return all;
    }

    private static bool TryBind(int thread, IReadOnlyList<int> cpus)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        if (!OperatingSystem.IsLinux() || cpus.Count == 0)
        {
            return false;
        }

        var mask = new ulong[(cpus.Max() / BitsPerWord) + 1];
        foreach (int cpu in cpus)
        {
            mask[cpu / BitsPerWord] |= 1ul << (cpu % BitsPerWord);
        }

        return SetAffinity(thread, (nuint)(mask.Length * sizeof(ulong)), mask) == 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, ulong[] mask);
}
