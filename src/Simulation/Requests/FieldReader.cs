using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>Values of single fields. The reader stands on the field's name, and on the value's end afterwards.</summary>
internal static class FieldReader
{
    /// <summary>A boolean; null when it is null.</summary>
    public static bool? ReadBool(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => throw new BadRequestException($"'{name}' must be true or false"),
        };
    }

    /// <summary>A whole number; null when it is null.</summary>
    public static int? ReadCount(ref Utf8JsonReader reader, string name, int min = 1)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value) && value >= min
            ? value
            : throw new BadRequestException($"'{name}' must be a whole number from {min}");
    }

    /// <summary>Steps into an object.</summary>
    /// <returns>False when the value is null.</returns>
    public static bool TryEnterObject(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.Null => false,
            _ => throw new BadRequestException($"'{name}' must be an object"),
        };
    }
}
