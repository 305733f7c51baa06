using System.Text.Json;

namespace LoadGen.Economics.Detection;

/// <summary>
/// The answers of <c>amd-smi static --json</c> and <c>amd-smi list --json</c>: an object a GPU, in a list or, since ROCm 7, in a list under
/// <c>gpu_data</c>; warnings may stand before it. What a GPU does not tell is <c>"N/A"</c>.
/// <code>
/// [{"gpu": 0, "asic": {"market_name": …, "vendor_id": "0x1002", "device_id": "0x74a1"}, "bus": {"bdf": …}, "vram": {"size": {"value": 196592, "unit": "MB"}}}]
/// [{"gpu": 0, "bdf": "0000:05:00.0", "uuid": …}]
/// </code>
/// Its MB and GB are binary.
/// </summary>
internal static class AmdSmiJson
{
    public static IReadOnlyList<string> StaticArguments { get; } = ["static", "--json"];

    public static IReadOnlyList<string> ListArguments { get; } = ["list", "--json"];

    /// <summary>The GPUs of <c>static</c>; null, with a note, where the text is not its answer.</summary>
    public static List<HostDevice>? ParseStatic(string text, List<string> notes)
    {
        using JsonDocument? json = Document(text, notes);
        if (json is null)
        {
            return null;
        }

        var devices = new List<HostDevice>();
        JsonElement gpus = Gpus(json.RootElement);
        for (int i = 0; i < Count(gpus); i++)
        {
            JsonElement gpu = gpus[i];
            JsonElement asic = Member(gpu, "asic");
            devices.Add(new HostDevice
            {
                Source = DetectionSource.AmdSmi,
                Index = Member(gpu, "gpu") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int index) ? index : i,
                Name = Text(asic, "market_name") ?? Text(Member(gpu, "board"), "product_name"),
                PciId = PciId.TryParseHex(Text(asic, "vendor_id"), out uint vendor) && PciId.TryParseHex(Text(asic, "device_id"), out uint device)
                    ? PciId.Of(vendor, device)
                    : null,
                Address = Text(Member(gpu, "bus"), "bdf")?.ToLowerInvariant(),
                MemoryMib = Mib(Member(Member(gpu, "vram"), "size")),
            });
        }

        return devices;
    }

    /// <summary>The UUIDs of <c>list</c>, by PCI address; empty, with a note, where the text is not its answer.</summary>
    public static Dictionary<string, string> ParseList(string text, List<string> notes)
    {
        var uuids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        using JsonDocument? json = Document(text, notes);
        JsonElement gpus = json is null ? default : Gpus(json.RootElement);
        for (int i = 0; i < Count(gpus); i++)
        {
            JsonElement gpu = gpus[i];
            if (Text(gpu, "bdf") is { } address && Text(gpu, "uuid") is { } uuid)
            {
                uuids[address] = uuid;
            }
        }

        return uuids;
    }

    private static JsonDocument? Document(string text, List<string> notes)
    {
        int start = text.AsSpan().IndexOfAny('[', '{');
        try
        {
            return JsonDocument.Parse(start < 0 ? text.AsMemory() : text.AsMemory(start));
        }
        catch (JsonException e)
        {
            notes.Add($"amd-smi: its answer is no JSON ({e.Message})");
            return null;
        }
    }

    private static JsonElement Gpus(JsonElement root) => root.ValueKind == JsonValueKind.Object ? Member(root, "gpu_data") : root;

    private static int Count(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text && text != "N/A" ? text : null;

    private static double? Mib(JsonElement size)
    {
        if (Member(size, "value") is not { ValueKind: JsonValueKind.Number } value)
        {
            return null;
        }

        return Text(size, "unit") switch
        {
            "MB" or "MiB" => value.GetDouble(),
            "GB" or "GiB" => value.GetDouble() * 1024,
            _ => null,
        };
    }
}
