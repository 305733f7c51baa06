using System.Text.Json;

namespace LoadGen.EndToEnd.Routing;

/// <summary>What an answer says, whatever its form: each choice's text and how it ended, and the tokens that were counted.</summary>
internal static class Choices
{
    /// <summary>One line a choice.</summary>
    public static IReadOnlyList<string> Of(Reply reply, bool isStream)
    {
        var choices = new SortedDictionary<int, (string Text, string End)>();
        foreach (JsonElement part in isStream ? Events(reply) : [reply.Json])
        {
            if (part.ValueKind == JsonValueKind.Array)
            {
                int at = 0;
                foreach (JsonElement generated in part.EnumerateArray())
                {
                    Add(choices, generated, at++);
                }
            }
            else if (part.TryGetProperty("choices", out JsonElement list))
            {
                foreach (JsonElement choice in list.EnumerateArray())
                {
                    Add(choices, choice, choice.GetProperty("index").GetInt32());
                }
            }
            else
            {
                Add(choices, part, part.TryGetProperty("index", out JsonElement index) ? index.GetInt32() : 0);
            }
        }

        return [.. choices.Select(choice => $"{choice.Key}: {choice.Value.Text} [{choice.Value.End}]")];
    }

    /// <summary>The events of a stream, which ends as it should.</summary>
    public static IReadOnlyList<JsonElement> Events(Reply reply)
    {
        Assert.Equal("text/event-stream", reply.ContentType);
        string[] events = [.. reply.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text["data: ".Length..])];
        Assert.Equal("[DONE]", events[^1]);
        return [.. events[..^1].Select(text => JsonDocument.Parse(text).RootElement)];
    }

    private static void Add(SortedDictionary<int, (string Text, string End)> choices, JsonElement choice, int index)
    {
        (string before, string end) = choices.GetValueOrDefault(index, ("", ""));
        choices[index] = choice.TryGetProperty("meta_info", out JsonElement meta)
            ? (choice.GetProperty("text").GetString()!, meta.GetProperty("finish_reason").ToString())
            : (before + Text(choice), choice.GetProperty("finish_reason").GetString() ?? end);
    }

    private static string? Text(JsonElement choice) => choice.TryGetProperty("text", out JsonElement text) ? text.GetString()
        : (choice.TryGetProperty("delta", out JsonElement delta) ? delta : choice.GetProperty("message")).TryGetProperty("content", out JsonElement content) ? content.GetString()
        : null;
}
