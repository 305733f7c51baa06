using System.Buffers;
using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>
/// Counts the tokens of a prompt while reading over it: an array of token ids counts its length, text its words. Nothing of it is
/// kept, but hashes of its blocks where they are wanted.
/// </summary>
internal static class PromptReader
{
    /// <summary>The prompt of a completion: text, ids, or an array of prompts that are either. The reader stands on the value.</summary>
    /// <param name="reader">Reads the body.</param>
    /// <param name="request">Takes the counts.</param>
    /// <param name="name">The field's name, for what is said of a wrong one.</param>
    public static void ReadPrompt(ref Utf8JsonReader reader, GenerationRequest request, string name)
    {
        request.Prompts = null;
        PromptBlocks? blocks = request.Blocks;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            blocks?.BeginPrompt();
            request.PromptTokens = ReadText(ref reader, name, blocks);
            return;
        }

        int ids = 0;
        List<int>? prompts = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Number:
                    if (ids++ == 0)
                    {
                        blocks?.BeginPrompt();
                    }

                    AddId(ref reader, blocks);
                    break;
                case JsonTokenType.String:
                    blocks?.BeginPrompt();
                    (prompts ??= []).Add(ReadText(ref reader, name, blocks));
                    break;
                case JsonTokenType.StartArray:
                    blocks?.BeginPrompt();
                    (prompts ??= []).Add(ReadIds(ref reader, blocks));
                    break;
                default:
                    throw new BadRequestException($"'{name}' must be a string, an array of token ids, or an array of these");
            }
        }

        if (ids > 0 && prompts is not null)
        {
            throw new BadRequestException($"'{name}' mixes token ids and whole prompts: put the ids of each prompt into an array of their own");
        }

        request.Prompts = prompts?.ToArray();
        request.PromptTokens = ids + (prompts?.Sum() ?? 0);
    }

    /// <summary>The messages of a chat: the words of all their contents. The reader stands on the value.</summary>
    /// <param name="reader">Reads the body.</param>
    /// <param name="blocks">Takes the prompt's blocks; null where they are not wanted.</param>
    /// <param name="name">The field's name, for what is said of a wrong one.</param>
    public static int ReadMessages(ref Utf8JsonReader reader, PromptBlocks? blocks, string name = "messages")
    {
        blocks?.BeginPrompt();
        RequireStart(ref reader, JsonTokenType.StartArray, $"'{name}' must be an array of objects");
        int words = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RequireStart(ref reader, JsonTokenType.StartObject, $"'{name}' must be an array of objects");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isContent = reader.ValueTextEquals("content"u8);
                reader.Read();
                if (isContent)
                {
                    words += ReadContent(ref reader, blocks);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return words;
    }

    /// <summary>A message's content: text, null, or an array of parts of which those with a <c>text</c> count.</summary>
    public static int ReadContent(ref Utf8JsonReader reader, PromptBlocks? blocks)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return 0;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return ReadText(ref reader, "content", blocks);
        }

        int words = 0;
        int depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth + 2 && reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                words += ReadText(ref reader, "text", blocks);
            }
        }

        return words;
    }

    private static int ReadIds(ref Utf8JsonReader reader, PromptBlocks? blocks)
    {
        int ids = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RequireStart(ref reader, JsonTokenType.Number, "token ids must be numbers");
            AddId(ref reader, blocks);
            ids++;
        }

        return ids;
    }

    private static void AddId(ref Utf8JsonReader reader, PromptBlocks? blocks)
    {
        if (blocks is not null && reader.TryGetInt64(out long id))
        {
            blocks.AddId(id);
        }
    }

    private static int ReadText(ref Utf8JsonReader reader, string name, PromptBlocks? blocks)
    {
        blocks?.BeginText();
        RequireStart(ref reader, JsonTokenType.String, $"'{name}' must be a string");
        var counter = default(WordCounter);
        if (reader.ValueIsEscaped)
        {
            // "\n" and "\u0020" separate words too, so escapes are undone first.
            byte[] rented = ArrayPool<byte>.Shared.Rent((int)(reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length));
            try
            {
                ReadOnlySpan<byte> text = rented.AsSpan(0, reader.CopyString(rented));
                counter.Add(text);
                blocks?.AddText(text);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
        else if (reader.HasValueSequence)
        {
            foreach (ReadOnlyMemory<byte> segment in reader.ValueSequence)
            {
                counter.Add(segment.Span);
                blocks?.AddText(segment.Span);
            }
        }
        else
        {
            counter.Add(reader.ValueSpan);
            blocks?.AddText(reader.ValueSpan);
        }

        return counter.Count;
    }

    private static void RequireStart(ref Utf8JsonReader reader, JsonTokenType type, string message)
    {
        if (reader.TokenType != type)
        {
            throw new BadRequestException(message);
        }
    }
}
