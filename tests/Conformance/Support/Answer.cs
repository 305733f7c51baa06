using System.Text;
using System.Text.Json;

namespace LoadGen.Conformance.Support;

/// <summary>What a client was answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="MediaType">Of the body.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">The header, where there is one.</param>
internal sealed record Answer(int Status, string MediaType, string Body, string? RetryAfter)
{
    private const string Done = "[DONE]";

    public bool IsStream => MediaType == "text/event-stream";

    /// <summary>The data of a stream's events.</summary>
    public IReadOnlyList<string> Events => [.. Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => block["data: ".Length..])];

    /// <summary>What was generated, choice by choice: text, and the arguments of calls.</summary>
    public string Text
    {
        get
        {
            var texts = new SortedDictionary<int, StringBuilder>();
            foreach (string json in IsStream ? Events.Where(data => data != Done) : [Body])
            {
                using JsonDocument document = JsonDocument.Parse(json);
                Collect(document.RootElement, texts);
            }

            return string.Join(" | ", texts.Values);
        }
    }

    /// <summary>It is a whole answer, and generated what an aggregated engine would have.</summary>
    public void AssertIs(Answer aggregated)
    {
        Assert.True(Status == 200, $"{Status}: {Body}");
        Assert.Equal(aggregated.MediaType, MediaType);
        Assert.Equal(aggregated.Text, Text);
        if (IsStream)
        {
            Assert.Equal(Events.Contains(Done), aggregated.Events.Contains(Done));
            Assert.Equal(Done, Events[^1]);
            Assert.Single(Events, Done);
        }
    }

    /// <summary>It is one error in JSON, in OpenAI's shape, and nothing else.</summary>
    public void AssertError(int status, string code)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Body}");
        Assert.Equal("application/json", MediaType);
        AssertErrorJson(Body, code);
    }

    /// <summary>It is an engine's own error, passed on.</summary>
    public void AssertEngineError(int status, string message)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Body}");
        Assert.Equal("application/json", MediaType);
        Assert.Contains(message, Body, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(Body);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    /// <summary>It is a stream that broke: so many events of tokens or more, one event with the error, and nothing after it.</summary>
    public void AssertBroken(string text, string code)
    {
        Assert.Equal((200, true), (Status, IsStream));
        Assert.DoesNotContain(Done, Events);
        AssertErrorJson(Events[^1], code);
        Assert.DoesNotContain(Events.SkipLast(1), data => data.Contains("\"error\"", StringComparison.Ordinal));
        Assert.Equal(text, (this with { Body = Body[..Body.LastIndexOf("data: ", StringComparison.Ordinal)] }).Text);
    }

    private static void AssertErrorJson(string json, string code)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement error = document.RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.DoesNotContain('\n', error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    private static void Collect(JsonElement reply, SortedDictionary<int, StringBuilder> texts)
    {
        if (reply.ValueKind == JsonValueKind.Array)
        {
            // A batch of SGLang's own API, whole.
            int place = 0;
            foreach (JsonElement one in reply.EnumerateArray())
            {
                Of(texts, place++).Append(Native(one));
            }
        }
        else if (reply.TryGetProperty("meta_info", out _))
        {
            // Each event repeats all of the text so far.
            int place = reply.TryGetProperty("index", out JsonElement index) ? index.GetInt32() : 0;
            Of(texts, place).Clear().Append(Native(reply));
        }
        else
        {
            foreach (JsonElement choice in reply.GetProperty("choices").EnumerateArray())
            {
                Append(Of(texts, choice.GetProperty("index").GetInt32()), choice);
            }
        }
    }

    // The log probabilities belong to what is compared: the router joins them of two replies.
    private static string Native(JsonElement reply) => reply.GetProperty("text").GetString()
        + (reply.GetProperty("meta_info").TryGetProperty("input_token_logprobs", out JsonElement logprobs) ? " " + logprobs.GetRawText() : "");

    private static void Append(StringBuilder text, JsonElement choice)
    {
        if (choice.TryGetProperty("text", out JsonElement plain))
        {
            text.Append(plain.GetString());
            return;
        }

        JsonElement message = choice.TryGetProperty("delta", out JsonElement delta) ? delta : choice.GetProperty("message");
        if (message.TryGetProperty("content", out JsonElement content))
        {
            text.Append(content.GetString());
        }

        if (message.TryGetProperty("tool_calls", out JsonElement calls))
        {
            foreach (JsonElement call in calls.EnumerateArray())
            {
                JsonElement function = call.GetProperty("function");
                text.Append(function.TryGetProperty("name", out JsonElement name) ? name.GetString() : "").Append(function.GetProperty("arguments").GetString());
            }
        }
    }

    private static StringBuilder Of(SortedDictionary<int, StringBuilder> texts, int choice) =>
        texts.TryGetValue(choice, out StringBuilder? found) ? found : texts[choice] = new StringBuilder();
}
