using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

public class AnthropicMessagesTests
{
    [Fact]
    public void The_systems_instructions_stand_apart() =>
        Assert.Equal(
            """{"model":"m","max_tokens":8,"system":[{"type":"text","text":"A"},{"type":"text","text":"B"}],"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes"},{"role":"user","content":"3"}],"temperature":0,"stream":true}""",
            Conversation.Messages(
                "anthropic",
                Conversation.Message(ChatRole.System, "A"),
                Conversation.Message(ChatRole.User, "Hi"),
                Conversation.Message(ChatRole.System, "B"),
                Conversation.Message(ChatRole.Assistant, "Yes"),
                Conversation.Message(ChatRole.Tool, "3")));

    [Fact]
    public void A_text_is_one_user_message_without_fields_that_the_api_refuses() =>
        Assert.Equal(
            """{"model":"m","max_tokens":8,"messages":[{"role":"user","content":"Hi"}],"temperature":0,"stream":true}""",
            Conversation.Text("anthropic", "Hi"));

    [Fact]
    public void The_key_and_the_version_have_headers_of_their_own()
    {
        IInferenceApi api = Conversation.Api("anthropic");

        Assert.Equal(new("x-api-key", "k"), api.Authenticate("k"));
        Assert.Equal([new("anthropic-version", "2023-06-01")], api.Headers);
        Assert.Equal(new("Authorization", "Bearer k"), Read.Chat.Authenticate("k"));
    }

    [Fact]
    public void Usage_is_put_together_from_the_start_and_the_end()
    {
        ApiStream stream = ApiStream.Read("anthropic/text.sse");

        Assert.Equal("Hé \"there\"!", stream.Content);
        Assert.Equal(3, stream.Events.Count(e => e.HasChoices));
        Assert.Single(stream.Events, e => e.HasUsage);
        Assert.Equal(new TokenUsage(11, 6, -1, -1), stream.Usage);
        Assert.Equal(FinishReason.Stop, stream.Finish);
    }

    [Fact]
    public void The_prompts_tokens_are_those_computed_read_from_the_cache_and_written_to_it()
    {
        ApiStream stream = ApiStream.Read("anthropic/thinking-cached.sse");

        Assert.Equal(new TokenUsage(112, 20, 100, 15), stream.Usage);
        Assert.Equal(FinishReason.Length, stream.Finish);
    }

    [Fact]
    public void Thinking_is_reasoning_and_a_signature_no_output()
    {
        ApiStream stream = ApiStream.Read("anthropic/thinking-cached.sse");

        Assert.Equal(("Let me see", "Yes"), (stream.Reasoning, stream.Content));
        Assert.Equal([6, 4, 0, 8, 3], stream.Events.Where(e => e.HasChoices).Select(e => e.OutputBytes));
    }

    [Fact]
    public void A_tools_name_and_input_are_a_tool_call()
    {
        ApiStream stream = ApiStream.Read("anthropic/tool-use.sse");

        Assert.Equal((OutputKinds.ToolCall, FinishReason.ToolCalls), (stream.Kinds, stream.Finish));
        Assert.Equal([11, 0, 15, 5], stream.Events.Where(e => e.HasChoices).Select(e => e.OutputBytes));
    }

    [Fact]
    public void An_error_ends_the_stream() =>
        Assert.Equal(new InferenceError("Overloaded", "overloaded_error"), ApiStream.Read("anthropic/error-overloaded.sse").Events[^1].Error);

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("tool_use", FinishReason.ToolCalls)]
    [InlineData("refusal", FinishReason.ContentFilter)]
    [InlineData("pause_turn", FinishReason.Other)]
    public void A_whole_message_is_read(string reason, FinishReason finish)
    {
        StreamEvent e = ApiStream.Whole(
            "anthropic",
            $$"""{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"s"},{"type":"text","text":"Hi"},{"type":"tool_use","name":"f","input":{"a":1} }],"stop_reason":"{{reason}}","usage":{"input_tokens":5,"output_tokens":7,"cache_read_input_tokens":0} }""",
            out string content);

        Assert.Equal(("Hi", finish, new TokenUsage(5, 7, 0, -1)), (content, e.Finish, e.Usage));
        Assert.Equal((OutputKinds.Content | OutputKinds.Reasoning | OutputKinds.ToolCall, 12), (e.Output, e.OutputBytes));
    }

    [Fact]
    public void A_body_without_content_is_malformed() =>
        Assert.Equal("expected a message with content, found an object without", ApiStream.Whole("anthropic", """{"type":"message"}""", out _).Malformed);
}
