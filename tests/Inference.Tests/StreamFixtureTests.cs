using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

/// <summary>Whole streams in the shapes that servers send, read event by event.</summary>
public class StreamFixtureTests
{
    private const OutputKinds Content = OutputKinds.Content;

    [Theory]
    [InlineData("vllm-chat.sse", 5, 3, Content, FinishReason.Length, "16/4/-1/-1")]
    [InlineData("vllm-chat-reasoning.sse", 5, 3, Content | OutputKinds.Reasoning, FinishReason.Stop, "9/4/8/2")]
    [InlineData("vllm-chat-tools.sse", 5, 3, OutputKinds.ToolCall, FinishReason.ToolCalls, "40/18/-1/-1")]
    [InlineData("vllm-completions.sse", 3, 3, Content, FinishReason.Length, "4/3/-1/-1")]
    [InlineData("vllm-completions-continuous-usage.sse", 3, 2, Content, FinishReason.Length, "4/3/-1/-1")]
    [InlineData("sglang-chat.sse", 5, 3, Content | OutputKinds.Reasoning, FinishReason.Stop, "12/4/3/1")]
    [InlineData("sglang-completions-object-finish.sse", 2, 2, Content, FinishReason.Length, "")]
    [InlineData("trtllm-completions.sse", 3, 3, Content, FinishReason.Length, "5/4/0/-1")]
    [InlineData("trtllm-chat.sse", 4, 2, Content, FinishReason.Stop, "5/3/-1/-1")]
    [InlineData("openai-chat.sse", 5, 3, Content, FinishReason.Stop, "10/3/0/0")]
    [InlineData("openai-refusal.sse", 4, 2, OutputKinds.Refusal, FinishReason.Stop, "")]
    [InlineData("openai-function-call.sse", 3, 2, OutputKinds.ToolCall, FinishReason.ToolCalls, "")]
    [InlineData("llamacpp-chat.sse", 4, 2, Content, FinishReason.Length, "11/2/-1/-1")]
    [InlineData("aiohttp-completions.sse", 3, 3, Content, FinishReason.Length, "3/3/-1/-1")]
    public void A_good_stream_is_read_whole(
        string fixture, int choiceChunks, int outputChunks, OutputKinds kinds, FinishReason finish, string usage)
    {
        List<StreamEvent> events = ReadAll(fixture);

        Assert.All(events, e => Assert.True(e.Malformed is null && e.Error is null, e.Malformed));
        Assert.True(events[^1].IsDone);
        Assert.Single(events, e => e.IsDone);
        Assert.Equal(choiceChunks, events.Count(e => e.HasChoices));
        Assert.Equal(outputChunks, events.Count(e => e.Output != OutputKinds.None));
        Assert.All(events, e => Assert.Equal(e.Output != OutputKinds.None, e.OutputBytes > 0));
        Assert.Equal(kinds, events.Aggregate(OutputKinds.None, (all, e) => all | e.Output));
        Assert.Equal(finish, Assert.Single(events, e => e.Finish != FinishReason.None).Finish);
        Assert.Equal(usage, events.Where(e => e.HasUsage).Select(e => Show(e.Usage)).LastOrDefault(""));
    }

    [Theory]
    [InlineData("vllm-error-midstream.sse", "EngineCore encountered an issue. See stack trace (above) for the root cause.", "Internal Server Error", "500")]
    [InlineData("vllm-old-error-midstream.sse", "background loop has stopped", "BadRequestError", "400")]
    [InlineData("sglang-error-midstream.sse", "The request was aborted: out of memory", "ServiceUnavailable", "503")]
    [InlineData("event-error-midstream.sse", "upstream reset", null, null)]
    public void An_error_in_the_middle_is_seen(string fixture, string message, string? type, string? code)
    {
        List<StreamEvent> events = ReadAll(fixture);

        Assert.Equal(Content, events[0].Output);
        Assert.Equal(new InferenceError(message, type, code), events[1].Error);
        Assert.Null(events[1].Malformed);
        Assert.False(events[1].HasChoices);
    }

    [Fact]
    public void Reasoning_under_two_names_is_counted_once()
    {
        List<StreamEvent> events = ReadAll("vllm-chat-reasoning.sse");

        Assert.Equal([0, 3, 3, 3, 0, 0, 0], events.Select(e => e.OutputBytes));
    }

    [Fact]
    public void Continuous_usage_is_seen_on_every_chunk()
    {
        List<StreamEvent> events = ReadAll("vllm-completions-continuous-usage.sse");

        Assert.Equal(["4/1/-1/-1", "4/2/-1/-1", "4/3/-1/-1"], events.Where(e => e.HasUsage).Select(e => Show(e.Usage)));
        Assert.Equal([1, 1, 1, 0], events.Select(e => e.Tokens));
    }

    private static string Show(TokenUsage usage) =>
        $"{usage.PromptTokens}/{usage.CompletionTokens}/{usage.CachedPromptTokens}/{usage.ReasoningTokens}";

    private static List<StreamEvent> ReadAll(string fixture)
    {
        IInferenceApi api = fixture.Contains("completions", StringComparison.Ordinal) ? Read.Completions : Read.Chat;
        var events = new List<StreamEvent>();
        var state = default(StreamState);
        foreach ((byte[] type, byte[] data) in Sse.Events(fixture))
        {
            var result = default(StreamEvent);
            api.ReadEvent(type, data, ref state, ref result);
            events.Add(result);
        }

        return events;
    }
}
