using System.Globalization;

namespace LoadGen.Economics.Detection;

/// <summary>
/// The answers of <c>nvidia-smi</c> to <see cref="Arguments"/> and <see cref="ProcessArguments"/>, a line a GPU and a line a process:
/// <code>
/// 0, 0x233510DE, GPU-5f3c…, 143771, 4, 570.86.15, NVIDIA H200
/// GPU-5f3c…, 4711, python3
/// </code>
/// The id is the device's, then the vendor's; memory is in MiB. What a GPU does not tell stands as <c>[N/A]</c> or <c>[Not Supported]</c>: on
/// hosts whose GPUs share the processor's memory, memory. A name comes last, for it may hold commas.
/// </summary>
public static class NvidiaSmiText
{
    private const string Format = "--format=csv,noheader,nounits";

    /// <summary>Asks for the GPUs.</summary>
    public static IReadOnlyList<string> Arguments { get; } = ["--query-gpu=index,pci.device_id,uuid,memory.total,memory.used,driver_version,name", Format];

    /// <summary>Asks for the processes that compute on them.</summary>
    public static IReadOnlyList<string> ProcessArguments { get; } = ["--query-compute-apps=gpu_uuid,pid,process_name", Format];

    /// <summary>The GPUs. Lines that are none are added to <paramref name="notes"/>.</summary>
    public static IReadOnlyList<ToolDevice> Parse(string text, ICollection<string> notes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(notes);
        var devices = new List<ToolDevice>();
        foreach (string line in Lines(text))
        {
            string[] fields = line.Split(',', 7, StringSplitOptions.TrimEntries);
            if (fields.Length != 7 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                notes.Add($"nvidia-smi: no GPU in the line '{line}'");
                continue;
            }

            var device = new HostDevice
            {
                Source = DetectionSource.NvidiaSmi,
                Index = index,
                Name = Told(fields[6]),
                PciId = Id(fields[1]),
                Uuid = Told(fields[2]),
                MemoryMib = Number(fields[3]),
            };
            devices.Add(new ToolDevice(device, Number(fields[4]), Told(fields[5])));
        }

        return devices;
    }

    /// <summary>The processes, by their GPU's UUID. A line that is none, such as that there are none, is passed over.</summary>
    public static ILookup<string, DeviceProcess> ParseProcesses(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Lines(text).Select(line => line.Split(',', 3, StringSplitOptions.TrimEntries))
            .Where(fields => fields.Length == 3 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToLookup(fields => fields[0], fields => new DeviceProcess(int.Parse(fields[1], CultureInfo.InvariantCulture), fields[2]));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Told(string field) => field.Length == 0 || field[0] == '[' || field == "N/A" ? null : field;

    private static string? Id(string field)
    {
        const int Digits = 8;
        return field.Length == Digits + 2 && field.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(field.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint both)
            ? PciId.Of(vendor: both & 0xffff, device: both >> 16)
            : null;
    }

    private static double? Number(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
