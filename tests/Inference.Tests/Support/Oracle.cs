using System.Text.Json;

namespace LoadGen.Inference.Tests.Support;

/// <summary>What an event says, read a second way: from a DOM, field by field, with no thought of speed.</summary>
internal static class Oracle
{
    public static StreamEvent Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        var result = default(StreamEvent);
        FinishReason finish = FinishReason.None;
        int tokenIds = 0;
        int logprobs = 0;
        if (root.TryGetProperty("choices", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement choice in choices.EnumerateArray())
            {
                result.HasChoices = true;
                bool hasDelta = choice.TryGetProperty("delta", out JsonElement delta) && delta.ValueKind == JsonValueKind.Object;
                Add(ref result, OutputKinds.Content, Math.Max(0, Length(choice, "text") - (hasDelta ? Length(delta, "content") : 0)));
                AddDelta(ref result, choice, "delta");
                AddDelta(ref result, choice, "message");
                tokenIds += Elements(choice, "token_ids");
                logprobs += choice.TryGetProperty("logprobs", out JsonElement named) && named.ValueKind == JsonValueKind.Object
                    ? Math.Max(Elements(named, "content"), Elements(named, "tokens"))
                    : 0;
                FinishReason reason = Finish(choice);
                finish = reason == FinishReason.None || finish == FinishReason.Abort ? finish : reason;
            }
        }

        result.Finish = finish;
        if (root.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object)
        {
            int detailed = Count(usage, "completion_tokens_details", "reasoning_tokens");
            result.HasUsage = true;
            result.Usage = new TokenUsage(
                Count(usage, "prompt_tokens"),
                Count(usage, "completion_tokens"),
                Count(usage, "prompt_tokens_details", "cached_tokens"),
                detailed < 0 ? Count(usage, "reasoning_tokens") : detailed);
        }

        int stated = result.HasUsage ? result.Usage.CompletionTokens : 0;
        result.Tokens = result.HasChoices && stated > 0 ? stated : Math.Max(tokenIds, logprobs);
        return result;
    }

    private static int Elements(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement array) && array.ValueKind == JsonValueKind.Array ? array.GetArrayLength() : 0;

    private static void AddDelta(ref StreamEvent result, JsonElement choice, string name)
    {
        if (!choice.TryGetProperty(name, out JsonElement delta) || delta.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Add(ref result, OutputKinds.Content, Length(delta, "content"));
        Add(ref result, OutputKinds.Reasoning, Math.Max(Length(delta, "reasoning"), Length(delta, "reasoning_content")));
        Add(ref result, OutputKinds.Refusal, Length(delta, "refusal"));
        Add(ref result, OutputKinds.ToolCall, Function(delta, "function_call"));
        if (delta.TryGetProperty("tool_calls", out JsonElement calls) && calls.ValueKind == JsonValueKind.Array)
        {
            Add(ref result, OutputKinds.ToolCall, calls.EnumerateArray().Sum(call => Function(call, "function")));
        }
    }

    private static int Function(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement function) && function.ValueKind == JsonValueKind.Object
            ? Length(function, "name") + Length(function, "arguments")
            : 0;

    private static FinishReason Finish(JsonElement choice)
    {
        if (!choice.TryGetProperty("finish_reason", out JsonElement reason))
        {
            return FinishReason.None;
        }

        if (reason.ValueKind == JsonValueKind.Object)
        {
            return reason.TryGetProperty("type", out _) ? FinishReason.Length : FinishReason.Other;
        }

        return reason.GetString() switch
        {
            null or "" => FinishReason.None,
            "stop" => FinishReason.Stop,
            "length" => FinishReason.Length,
            "abort" => FinishReason.Abort,
            _ => FinishReason.Other,
        };
    }

    private static int Length(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? System.Text.Encoding.UTF8.GetByteCount(text.GetRawText()) - 2
            : 0;

    private static int Count(JsonElement parent, params string[] path)
    {
        foreach (string name in path)
        {
            if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out parent))
            {
                return -1;
            }
        }

        return parent.ValueKind == JsonValueKind.Number ? parent.GetInt32() : -1;
    }

    private static void Add(ref StreamEvent result, OutputKinds kind, int bytes)
    {
        result.Output |= bytes > 0 ? kind : OutputKinds.None;
        result.OutputBytes += bytes;
    }
}
