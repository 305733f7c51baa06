using System.Globalization;
using System.Text.Json;

namespace LoadGen.Telemetry.Sources.Commands;

/// <summary>
/// What <c>amd-smi … --json</c> prints: an array of GPUs, in ROCm 7 inside <c>gpu_data</c>. A figure is a number, or an object of <c>value</c> and <c>unit</c>;
/// what is not known is the text <c>N/A</c>.
/// </summary>
internal static class AmdSmiJson
{
    private const double BytesPerMb = 1 << 20;

    /// <summary>The GPUs of <c>amd-smi list --json</c>, without their names, which it does not tell.</summary>
    /// <exception cref="TelemetryException">It is not that.</exception>
    public static IReadOnlyList<GpuDevice> Devices(string json) =>
        [.. Gpus(json, gpu => TryIndex(gpu, out int index) ? new GpuDevice(index, Text(gpu, "uuid"), "AMD GPU " + Text(gpu, "bdf")) : null)];

    /// <summary>The readings of <c>amd-smi metric --json</c>, without their time.</summary>
    /// <exception cref="TelemetryException">It is not that.</exception>
    public static IReadOnlyList<(int Index, GpuReading Reading)> Readings(string json) =>
        [.. Gpus(json, gpu => TryIndex(gpu, out int index) ? new Indexed(index, Reading(gpu)) : null).Select(i => (i.Index, i.Reading))];

    private static GpuReading Reading(JsonElement gpu)
    {
        GpuReading reading = GpuReading.None;
        reading.PowerW = First(gpu, ["power", "socket_power"], ["power", "current_socket_power"], ["power", "average_socket_power"]);
        reading.EnergyJ = First(gpu, ["energy", "total_energy_consumption"]);
        reading.UtilizationPercent = First(gpu, ["usage", "gfx_activity"]);
        reading.SmClockMhz = First(gpu, ["clock", "gfx_0", "clk"]);
        reading.MemoryClockMhz = First(gpu, ["clock", "mem_0", "clk"]);
        reading.MemoryUsedBytes = First(gpu, ["mem_usage", "used_vram"]) * BytesPerMb;
        reading.TemperatureC = First(gpu, ["temperature", "hotspot"], ["temperature", "edge"]);
        return reading;
    }

    private static List<T> Gpus<T>(string json, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            JsonElement list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("gpu_data", out JsonElement inner) ? inner : root;
            return list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Where(g => g.ValueKind == JsonValueKind.Object).Select(read).OfType<T>()]
                : throw new TelemetryException("amd-smi --json prints no list of GPUs");
        }
        catch (JsonException e)
        {
            throw new TelemetryException($"amd-smi --json prints what is not JSON: {e.Message}", e);
        }
    }

    private static double First(JsonElement gpu, params ReadOnlySpan<string[]> paths)
    {
        foreach (string[] path in paths)
        {
            double value = Number(gpu, path);
            if (!double.IsNaN(value))
            {
                return value;
            }
        }

        return double.NaN;
    }

    private static double Number(JsonElement at, string[] path)
    {
        foreach (string name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return double.NaN;
            }
        }

        if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty("value", out JsonElement value))
        {
            at = value;
        }

        return at.ValueKind switch
        {
            JsonValueKind.Number => at.GetDouble(),
            JsonValueKind.String when double.TryParse(at.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => double.NaN,
        };
    }

    private static string Text(JsonElement gpu, string name) =>
        gpu.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static bool TryIndex(JsonElement gpu, out int index)
    {
        index = -1;
        return gpu.TryGetProperty("gpu", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out index);
    }

    private sealed record Indexed(int Index, GpuReading Reading);
}
