using System.Globalization;
using System.Text.Json;

namespace LoadGen.Results.Rows;

/// <summary>Fields of JSON that others wrote: what is missing, null or of another kind is null, because a row is flagged and not crashed on.</summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    public static double? Number(this JsonElement json, string name) => json.Field(name) is { } value ? Number(value) : null;

    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out double number) && double.IsFinite(number) => number,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>An object's fields that are numbers.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Numbers(this JsonElement json)
    {
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number && Number(property.Value) is { } number)
            {
                yield return new(property.Name, number);
            }
        }
    }

    public static int? Whole(this JsonElement json, string name) =>
        json.Number(name) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    /// <summary>A boolean, or its word: environment variables of scripts end up in rows as text.</summary>
    public static bool Truth(this JsonElement json, string name) => json.Field(name) is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
