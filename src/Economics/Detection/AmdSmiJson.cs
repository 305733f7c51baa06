using System.Text.Json;

namespace LoadGen.Economics.Detection;

/// <summary>
/// The answers of <c>amd-smi</c> with <c>--json</c>: an object a GPU, in a list or, since ROCm 7, in a list under <c>gpu_data</c>; warnings may
/// stand before it. What a GPU does not tell is <c>"N/A"</c>.
/// <code>
/// static   [{"gpu": 0, "asic": {"market_name": …, "vendor_id": "0x1002", "device_id": "0x74a1"}, "bus": {"bdf": …},
///            "driver": {"version": …}, "vram": {"size": {"value": 196592, "unit": "MB"}}}]
/// list     [{"gpu": 0, "bdf": "0000:05:00.0", "uuid": …}]
/// metric   [{"gpu": 0, "mem_usage": {"used_vram": {"value": 285, "unit": "MB"}}}]
/// process  [{"gpu": 0, "process_list": [{"process_info": {"name": "python3", "pid": 4711}}]}]
/// </code>
/// Its MB and GB are binary. Each method adds to its notes where a text is not such an answer.
/// </summary>
public static class AmdSmiJson
{
    /// <summary>Asks for what the GPUs are.</summary>
    public static IReadOnlyList<string> StaticArguments { get; } = ["static", "--json"];

    /// <summary>Asks for their UUIDs.</summary>
    public static IReadOnlyList<string> ListArguments { get; } = ["list", "--json"];

    /// <summary>Asks for their memory in use.</summary>
    public static IReadOnlyList<string> MemoryArguments { get; } = ["metric", "--mem-usage", "--json"];

    /// <summary>Asks for the processes on them.</summary>
    public static IReadOnlyList<string> ProcessArguments { get; } = ["process", "--json"];

    /// <summary>The GPUs of <c>static</c>, without memory in use.</summary>
    public static IReadOnlyList<ToolDevice> ParseStatic(string text, ICollection<string> notes) => [.. Gpus(text, notes).Select(gpu => DeviceOf(gpu.Index, gpu.Json))];

    /// <summary>The UUIDs of <c>list</c>, by PCI address.</summary>
    public static IReadOnlyDictionary<string, string> ParseList(string text, ICollection<string> notes)
    {
        var uuids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((int _, JsonElement gpu) in Gpus(text, notes))
        {
            if (Text(gpu, "bdf") is { } address && Text(gpu, "uuid") is { } uuid)
            {
                uuids[address] = uuid;
            }
        }

        return uuids;
    }

    /// <summary>Memory in use of <c>metric</c>, MiB, by the GPU's number.</summary>
    public static IReadOnlyDictionary<int, double> ParseMemory(string text, ICollection<string> notes)
    {
        var used = new Dictionary<int, double>();
        foreach ((int index, JsonElement gpu) in Gpus(text, notes))
        {
            if (Mib(Member(Member(gpu, "mem_usage"), "used_vram")) is { } mib)
            {
                used[index] = mib;
            }
        }

        return used;
    }

    /// <summary>The processes of <c>process</c>, by the GPU's number.</summary>
    public static ILookup<int, DeviceProcess> ParseProcesses(string text, ICollection<string> notes)
    {
        var found = new List<(int Gpu, DeviceProcess Process)>();
        foreach ((int index, JsonElement gpu) in Gpus(text, notes))
        {
            foreach (JsonElement entry in List(Member(gpu, "process_list")))
            {
                // A text instead of an object says that there is none.
                JsonElement info = Member(entry, "process_info");
                if (Member(info, "pid") is { ValueKind: JsonValueKind.Number } pid && pid.TryGetInt32(out int number))
                {
                    found.Add((index, new DeviceProcess(number, Text(info, "name") ?? "")));
                }
            }
        }

        return found.ToLookup(process => process.Gpu, process => process.Process);
    }

    private static ToolDevice DeviceOf(int index, JsonElement gpu)
    {
        JsonElement asic = Member(gpu, "asic");
        var device = new HostDevice
        {
            Source = DetectionSource.AmdSmi,
            Index = index,
            Name = Text(asic, "market_name") ?? Text(Member(gpu, "board"), "product_name"),
            PciId = PciId.TryParseHex(Text(asic, "vendor_id"), out uint vendor) && PciId.TryParseHex(Text(asic, "device_id"), out uint id) ? PciId.Of(vendor, id) : null,
            Address = Text(Member(gpu, "bus"), "bdf")?.ToLowerInvariant(),
            MemoryMib = Mib(Member(Member(gpu, "vram"), "size")),
        };
        return new ToolDevice(device, null, Text(Member(gpu, "driver"), "version"));
    }

    private static List<(int Index, JsonElement Json)> Gpus(string text, ICollection<string> notes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(notes);
        var gpus = new List<(int, JsonElement)>();
        try
        {
            int start = text.AsSpan().IndexOfAny('[', '{');
            using JsonDocument json = JsonDocument.Parse(start < 0 ? text.AsMemory() : text.AsMemory(start));
            JsonElement root = json.RootElement;
            foreach (JsonElement gpu in List(root.ValueKind == JsonValueKind.Object ? Member(root, "gpu_data") : root))
            {
                gpus.Add((Member(gpu, "gpu") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int index) ? index : gpus.Count, gpu.Clone()));
            }
        }
        catch (JsonException e)
        {
            notes.Add($"amd-smi: its answer is no JSON ({e.Message})");
        }

        return gpus;
    }

    private static JsonElement[] List(JsonElement list) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text && text != "N/A" ? text : null;

    // {"value": 285, "unit": "MB"}, or the bare number of older releases.
    private static double? Mib(JsonElement size) => size.ValueKind == JsonValueKind.Number ? size.GetDouble()
        : Member(size, "value") is not { ValueKind: JsonValueKind.Number } value ? null
        : Text(size, "unit") switch
        {
            "MB" or "MiB" => value.GetDouble(),
            "GB" or "GiB" => value.GetDouble() * 1024,
            _ => null,
        };
}
