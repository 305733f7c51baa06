using System.Text.Json;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary>What <c>amd-smi</c> prints as JSON. Its releases differ in what they wrap around it (a list, or an object with <c>gpu_data</c>), not in the names.</summary>
public static class AmdSmi
{
    /// <summary>Reads the answers of <c>static --asic --driver</c>, <c>metric --mem-usage</c> and <c>process</c>.</summary>
    /// <exception cref="ProgramException">They are not of that form.</exception>
    public static IReadOnlyList<GpuFacts> Parse(string statics, string metrics, string processes)
    {
        try
        {
            Dictionary<int, JsonElement> memory = ByGpu(metrics);
            Dictionary<int, JsonElement> running = ByGpu(processes);
            return
            [
                .. from gpu in ByGpu(statics)
                   orderby gpu.Key
                   let used = memory.GetValueOrDefault(gpu.Key)
                   select new GpuFacts(
                       gpu.Key,
                       Text(gpu.Value, "asic", "market_name"),
                       Value(used, "mem_usage", "total_vram"),
                       Value(used, "mem_usage", "used_vram"),
                       Text(gpu.Value, "driver", "version"),
                       ProcessesOf(running.GetValueOrDefault(gpu.Key))),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ProgramException($"amd-smi printed something that is not understood ({e.Message}): amd-smi version?", e);
        }
    }

    private static Dictionary<int, JsonElement> ByGpu(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        JsonElement list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("gpu_data", out JsonElement data) ? data : root;
        return list.EnumerateArray().Where(gpu => gpu.TryGetProperty("gpu", out _)).ToDictionary(gpu => gpu.GetProperty("gpu").GetInt32(), gpu => gpu.Clone());
    }

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    private static string Text(JsonElement element, string group, string name) =>
        Find(element, group, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    // {"value": 285, "unit": "MB"}, or the bare number of older releases.
    private static double Value(JsonElement element, string group, string name) =>
        Find(element, group, name) is not { } found ? 0
        : found.ValueKind == JsonValueKind.Number ? found.GetDouble()
        : Find(found, "value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble()
        : 0;

    private static List<GpuProcess> ProcessesOf(JsonElement gpu)
    {
        var found = new List<GpuProcess>();
        if (Find(gpu, "process_list") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (JsonElement entry in list.EnumerateArray())
            {
                // A text instead of an object says that there is none.
                if (Find(entry, "process_info", "pid") is { ValueKind: JsonValueKind.Number } pid)
                {
                    found.Add(new GpuProcess(pid.GetInt32(), Text(entry, "process_info", "name")));
                }
            }
        }

        return found;
    }
}
