using System.Globalization;

namespace LoadGen.Telemetry.Sources.Commands;

/// <summary>A line of <c>nvidia-smi --query-gpu=… --format=csv,noheader,nounits</c>.</summary>
internal static class NvidiaSmiLine
{
    /// <summary>The fields of a device's line.</summary>
    public const string DeviceFields = "index,uuid,name";

    private const double BytesPerMiB = 1 << 20;

    /// <summary>The fields of a reading's line.</summary>
    /// <param name="power"><c>power.draw.instant</c>, or <c>power.draw</c> where the driver lacks that.</param>
    public static string Fields(string power) => $"index,{power},utilization.gpu,clocks.sm,clocks.mem,memory.used,temperature.gpu";

    /// <summary>A device; null when the line is none.</summary>
    public static GpuDevice? Device(string line)
    {
        string[] parts = line.Split(',', 3, StringSplitOptions.TrimEntries);
        return parts.Length == 3 && TryIndex(parts[0], out int index) ? new GpuDevice(index, parts[1], parts[2]) : null;
    }

    /// <summary>A reading, without its time.</summary>
    /// <returns>Whether the line is one.</returns>
    public static bool TryReading(string line, out int index, out GpuReading reading)
    {
        string[] parts = line.Split(',', StringSplitOptions.TrimEntries);
        reading = GpuReading.None;
        index = -1;
        if (parts.Length != 7 || !TryIndex(parts[0], out index))
        {
            return false;
        }

        reading.PowerW = Number(parts[1]);
        reading.UtilizationPercent = Number(parts[2]);
        reading.SmClockMhz = Number(parts[3]);
        reading.MemoryClockMhz = Number(parts[4]);
        reading.MemoryUsedBytes = Number(parts[5]) * BytesPerMiB;
        reading.TemperatureC = Number(parts[6]);
        return reading.HasFigures;
    }

    private static bool TryIndex(string text, out int index) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    // "[N/A]", "[Not Supported]", "[GPU is lost]" and the like are no numbers.
    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : double.NaN;
}
