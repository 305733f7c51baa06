using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

public class OllamaChatTests
{
    [Fact]
    public void Settings_stand_in_options() =>
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"Hi"}],"options":{"num_predict":8,"temperature":0},"stream":true}""",
            Conversation.Text("ollama", "Hi"));

    [Fact]
    public void A_line_brings_text_and_the_last_the_counts()
    {
        ApiStream stream = ApiStream.Read("ollama/text.ndjson");

        Assert.Equal("Hé \"a\"\n!", stream.Content);
        Assert.Equal(3, stream.Events.Count(e => e.Output == OutputKinds.Content));
        Assert.Equal((FinishReason.Stop, new TokenUsage(10, 4, -1, -1)), (stream.Finish, stream.Usage));
    }

    [Fact]
    public void Thinking_is_reasoning()
    {
        ApiStream stream = ApiStream.Read("ollama/thinking.ndjson");

        Assert.Equal(("Let me", "Yes", FinishReason.Length), (stream.Reasoning, stream.Content, stream.Finish));
    }

    [Fact]
    public void An_error_in_the_middle_is_seen() =>
        Assert.Equal("an error was encountered while running the model", ApiStream.Read("ollama/error.ndjson").Events[1].Error?.Message);

    [Fact]
    public void A_whole_answer_is_read()
    {
        StreamEvent e = ApiStream.Whole(
            "ollama",
            """{"message":{"role":"assistant","content":"Hi","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":2}""",
            out string content);

        Assert.Equal(("Hi", FinishReason.Stop, new TokenUsage(3, 2, -1, -1)), (content, e.Finish, e.Usage));
        Assert.Equal(OutputKinds.Content | OutputKinds.ToolCall, e.Output);
        Assert.NotNull(ApiStream.Whole("ollama", "{}", out _).Malformed);
    }
}
