using System.Globalization;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary>What <c>nvidia-smi</c> prints as CSV without header and units.</summary>
public static class NvidiaSmi
{
    /// <summary>The fields asked for of each GPU, in the order in which they are read.</summary>
    public const string GpuFields = "index,uuid,memory.total,memory.used,driver_version,name";

    /// <summary>The fields asked for of each computing process.</summary>
    public const string ProcessFields = "gpu_uuid,pid,process_name";

    /// <summary>Reads both answers.</summary>
    /// <exception cref="ProgramException">They are not of that form.</exception>
    public static IReadOnlyList<GpuFacts> Parse(string gpus, string processes)
    {
        ArgumentNullException.ThrowIfNull(gpus);
        ArgumentNullException.ThrowIfNull(processes);
        ILookup<string, GpuProcess> byGpu = Rows(processes, 3).Where(row => int.TryParse(row[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToLookup(row => row[0], row => new GpuProcess(int.Parse(row[1], CultureInfo.InvariantCulture), row[2]));
        return [.. Rows(gpus, 6).Select(row => new GpuFacts((int)Number(row[0]), row[5], Number(row[2]), Number(row[3]), row[4], [.. byGpu[row[1]]]))];
    }

    private static IEnumerable<string[]> Rows(string text, int fields) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            // The last field is a name, which may have commas of its own.
            .Select(line => line.Split(',', fields, StringSplitOptions.TrimEntries))
            .Where(row => row.Length == fields);

    // "[N/A]" stands for memory on hosts whose GPUs share the processor's.
    private static double Number(string text) => text.StartsWith('[') ? 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new ProgramException($"nvidia-smi printed '{text}' where a number belongs");
}
