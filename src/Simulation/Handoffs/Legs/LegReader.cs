using System.Buffers;
using System.Text.Json;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Simulation.Handoffs.Legs;

/// <summary>Reads the members of a body that concern hand-offs. The body has been found to be valid JSON before; nothing else of it is kept.</summary>
internal static class LegReader
{
    public static LegBody Read(ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var leg = new LegBody();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!ReadHandoffMember(ref reader, leg) && !ReadPrompt(ref reader, leg))
            {
                reader.Skip();
            }
        }

        return leg;
    }

    private static bool ReadHandoffMember(ref Utf8JsonReader reader, LegBody leg)
    {
        if (reader.ValueTextEquals(HandoffFields.BootstrapHost))
        {
            leg.BootstrapHost = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.BootstrapPort))
        {
            leg.BootstrapPort = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.BootstrapRoom))
        {
            leg.BootstrapRoom = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.RoutedDpRank))
        {
            leg.RoutedDpRank = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.DisaggPrefillDpRank))
        {
            leg.DisaggPrefillDpRank = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.KvTransferParams))
        {
            leg.KvTransferParams = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.DisaggregatedParams))
        {
            leg.DisaggregatedParams = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.MinTokens))
        {
            leg.MinTokens = Value(ref reader);
        }
        else if (reader.ValueTextEquals(HandoffFields.StreamOptions))
        {
            leg.HasStreamOptions = Value(ref reader) is not null;
        }
        else if (reader.ValueTextEquals(HandoffFields.N))
        {
            leg.Choices = Value(ref reader) is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out int choices) ? choices : 1;
        }
        else
        {
            return false;
        }

        return true;
    }

    private static bool ReadPrompt(ref Utf8JsonReader reader, LegBody leg)
    {
        bool isIds = reader.ValueTextEquals(HandoffFields.PromptTokenIds);
        if (!isIds && !reader.ValueTextEquals(HandoffFields.Prompt) && !reader.ValueTextEquals(HandoffFields.Text) && !reader.ValueTextEquals(HandoffFields.InputIds))
        {
            return false;
        }

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return true;
        }

        int numbers = 0;
        int prompts = 0;
        int depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.CurrentDepth == depth + 1)
            {
                numbers += reader.TokenType == JsonTokenType.Number ? 1 : 0;
                prompts += reader.TokenType is JsonTokenType.String or JsonTokenType.StartArray ? 1 : 0;
            }
        }

        if (isIds)
        {
            leg.PromptTokenIds = numbers;
        }
        else if (prompts > 0)
        {
            leg.Prompts = prompts;
        }
        else
        {
            leg.PromptIds = numbers;
        }

        return true;
    }

    /// <summary>The member's value; null for JSON's null, which every engine takes for a member that is not there.</summary>
    private static JsonElement? Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        JsonElement value = JsonElement.ParseValue(ref reader);
        return value.ValueKind == JsonValueKind.Null ? null : value;
    }
}
