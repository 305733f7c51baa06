using System.Text;
using System.Text.Json;

namespace LoadGen.Simulation.Handoffs.Legs;

/// <summary>An object of a leg, read strictly: what is missing or of the wrong type is refused, by its name and without its value.</summary>
/// <param name="element">The object.</param>
/// <param name="refuse">Makes the engine's error of "NAME must be …".</param>
internal readonly struct LegObject(JsonElement element, Func<string, EngineErrorException> refuse)
{
    public static LegObject From(JsonElement? element, string name, Func<string, EngineErrorException> refuse) => element switch
    {
        null => throw refuse($"{name} is missing"),
        { ValueKind: JsonValueKind.Object } value => new LegObject(value, refuse),
        _ => throw refuse($"{name} must be an object"),
    };

    public string Text(ReadOnlySpan<byte> name) => TextOrNull(name) ?? throw refuse(Say(name, "must be a string"));

    public string? TextOrNull(ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public long Int64(ReadOnlySpan<byte> name) => Int64OrNull(name) ?? throw refuse(Say(name, "must be a 64-bit integer"));

    public long? Int64OrNull(ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;

    public int Count(ReadOnlySpan<byte> name, int min = 1, int max = int.MaxValue) =>
        Int64OrNull(name) is { } value && value >= min && value <= max ? (int)value : throw refuse(Say(name, max == int.MaxValue ? $"must be an integer from {min}" : $"must be an integer from {min} to {max}"));

    public JsonElement Array(ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value : throw refuse(Say(name, "must be an array"));

    public void Flag(ReadOnlySpan<byte> name, bool expected)
    {
        JsonValueKind kind = expected ? JsonValueKind.True : JsonValueKind.False;
        if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind != kind)
        {
            throw refuse(Say(name, expected ? "must be true" : "must be false"));
        }
    }

    public void Null(ReadOnlySpan<byte> name)
    {
        if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.Null)
        {
            throw refuse(Say(name, "must be there and null"));
        }
    }

    public void Absent(ReadOnlySpan<byte> name)
    {
        if (element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
        {
            throw refuse(Say(name, "does not belong here"));
        }
    }

    /// <summary>A token of block ids: the same for the same ids, whatever blanks are between them.</summary>
    public static string Seal(JsonElement blocks)
    {
        ulong sum = 0;
        int count = 0;
        Add(blocks, ref sum, ref count);
        return FormattableString.Invariant($"{count}-{sum:x}");
    }

    private static void Add(JsonElement blocks, ref ulong sum, ref int count)
    {
        foreach (JsonElement item in blocks.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
            {
                Add(item, ref sum, ref count);
            }
            else
            {
                sum = (sum * 31) + (item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long id) ? (ulong)id : ulong.MaxValue);
                count++;
            }
        }
    }

    private static string Say(ReadOnlySpan<byte> name, string what) => $"{Encoding.UTF8.GetString(name)} {what}";
}
