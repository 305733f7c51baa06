using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>
/// A chat's <c>tools</c> and <c>tool_choice</c> (OpenAI's API reference, "Create chat completion"). Only a choice that requires a call is
/// answered with one: <c>auto</c> leaves it to the engine, and this one prefers words.
/// </summary>
internal static class ToolFields
{
    /// <summary>Reads the field that the reader stands on the name of.</summary>
    /// <returns>False when it is another field; the reader then still stands on the name.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (reader.ValueTextEquals("tools"u8))
        {
            ReadTools(ref reader, request.Tools);
        }
        else if (reader.ValueTextEquals("tool_choice"u8))
        {
            ReadChoice(ref reader, request.Tools);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static void ReadTools(ref Utf8JsonReader reader, ToolRequest tools)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new BadRequestException("'tools' must be an array of objects");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            tools.Offered.Add(ReadFunctionName(ref reader, "tools"));
        }
    }

    private static void ReadChoice(ref Utf8JsonReader reader, ToolRequest tools)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                string choice = reader.GetString()!;
                tools.IsRequired = choice is "none" or "auto" or "required"
                    ? choice == "required"
                    : throw new BadRequestException("'tool_choice' must be none, auto, required or an object that names a function");
                break;
            default:
                tools.Named = ReadFunctionName(ref reader, "tool_choice");
                break;
        }
    }

    /// <summary>The name in <c>{"type":"function","function":{"name":…}}</c>. The reader stands on the object's start.</summary>
    private static string ReadFunctionName(ref Utf8JsonReader reader, string field)
    {
        string? name = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            int depth = reader.CurrentDepth;
            bool inFunction = false;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                if (reader.CurrentDepth == depth + 1)
                {
                    inFunction = reader.ValueTextEquals("function"u8);
                }
                else if (inFunction && reader.CurrentDepth == depth + 2 && reader.ValueTextEquals("name"u8))
                {
                    reader.Read();
                    name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }

        return string.IsNullOrEmpty(name) ? throw new BadRequestException($"'{field}' must name functions as {{\"type\":\"function\",\"function\":{{\"name\":\"f\"}}}}") : name;
    }
}
