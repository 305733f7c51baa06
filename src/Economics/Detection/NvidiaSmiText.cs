using System.Globalization;

namespace LoadGen.Economics.Detection;

/// <summary>
/// The answer to <c>nvidia-smi --query-gpu=name,pci.device_id,uuid,memory.total --format=csv,noheader</c>, a line a GPU:
/// <code>NVIDIA H200, 0x233510DE, GPU-5f3c…, 143771 MiB</code>
/// The id is the device's, then the vendor's. What a GPU does not tell stands as <c>[N/A]</c> or <c>[Not Supported]</c>.
/// </summary>
internal static class NvidiaSmiText
{
    public static IReadOnlyList<string> Arguments { get; } = ["--query-gpu=name,pci.device_id,uuid,memory.total", "--format=csv,noheader"];

    /// <summary>The GPUs. Lines that are none are added to <paramref name="notes"/>.</summary>
    public static List<HostDevice> Parse(string text, List<string> notes)
    {
        var devices = new List<HostDevice>();
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != 4)
            {
                notes.Add($"nvidia-smi: no GPU in the line '{line}'");
                continue;
            }

            devices.Add(new HostDevice
            {
                Source = DetectionSource.NvidiaSmi,
                Index = devices.Count,
                Name = Told(fields[0]),
                PciId = Id(fields[1]),
                Uuid = Told(fields[2]),
                MemoryMib = Mib(fields[3]),
            });
        }

        return devices;
    }

    private static string? Told(string field) => field.Length == 0 || field[0] == '[' || field == "N/A" ? null : field;

    private static string? Id(string field)
    {
        const int Digits = 8;
        return field.Length == Digits + 2 && field.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(field.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint both)
            ? PciId.Of(vendor: both & 0xffff, device: both >> 16)
            : null;
    }

    private static double? Mib(string field) =>
        field.EndsWith(" MiB", StringComparison.Ordinal) && double.TryParse(field.AsSpan(0, field.Length - 4), NumberStyles.Float, CultureInfo.InvariantCulture, out double mib)
            ? mib
            : null;
}
