using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

public class ResponsesApiTests
{
    [Fact]
    public void A_text_is_one_user_message_and_nothing_is_to_be_stored() =>
        Assert.Equal(
            """{"model":"m","input":[{"role":"user","content":"Hi"}],"max_output_tokens":8,"store":false,"temperature":0,"stream":true,"ignore_eos":true}""",
            Conversation.Text("responses", "Hi"));

    [Fact]
    public void Deltas_bring_the_text_and_the_last_event_the_usage()
    {
        ApiStream stream = ApiStream.Read("responses/openai-text.sse");

        Assert.Equal("Hé \"there\"", stream.Content);
        Assert.Equal(2, stream.Events.Count(e => e.HasChoices));
        Assert.Equal(FinishReason.Stop, stream.Finish);
        Assert.Equal(new TokenUsage(36, 4, 16, 0), stream.Usage);
    }

    [Fact]
    public void Reasoning_comes_apart_and_a_limit_is_a_length()
    {
        ApiStream stream = ApiStream.Read("responses/vllm-reasoning-incomplete.sse");

        Assert.Equal(("Let me", "Yes.\n"), (stream.Reasoning, stream.Content));
        Assert.Equal(FinishReason.Length, stream.Finish);
        Assert.Equal(new TokenUsage(36, 5, 16, 2), stream.Usage);
    }

    [Fact]
    public void Summaries_are_reasoning_and_arguments_a_tool_call()
    {
        ApiStream stream = ApiStream.Read("responses/openai-summary-tool.sse");

        Assert.Equal(OutputKinds.Reasoning | OutputKinds.ToolCall, stream.Kinds);
        Assert.Equal(("Weather", ""), (stream.Reasoning, stream.Content));
        Assert.Equal(3, stream.Events.Count(e => e.HasChoices));
    }

    [Theory]
    [InlineData("responses/openai-failed.sse", "The model failed to generate a response.", "server_error")]
    [InlineData("responses/openai-error.sse", "Slow down", "rate_limit_exceeded")]
    public void An_error_is_seen(string fixture, string message, string code)
    {
        InferenceError? error = ApiStream.Read(fixture).Events[^1].Error;

        Assert.Equal((message, code), (error?.Message, error?.Code));
    }

    [Theory]
    [InlineData("response.output_text.delta", OutputKinds.Content)]
    [InlineData("response.reasoning_text.delta", OutputKinds.Reasoning)]
    [InlineData("response.reasoning_summary_text.delta", OutputKinds.Reasoning)]
    [InlineData("response.refusal.delta", OutputKinds.Refusal)]
    [InlineData("response.custom_tool_call_input.delta", OutputKinds.ToolCall)]
    [InlineData("response.mcp_call_arguments.delta", OutputKinds.ToolCall)]
    [InlineData("response.audio.delta", OutputKinds.None)]
    [InlineData("response.output_text.done", OutputKinds.None)]
    public void Events_are_told_apart_by_their_type_wherever_it_stands(string type, OutputKinds kind)
    {
        ApiStream inData = Event($"data: {{\"delta\":\"abc\",\"text\":\"abc\",\"type\":\"{type}\"}}\n\n");
        ApiStream inLine = Event($"event: {type}\ndata: {{\"delta\":\"abc\"}}\n\n");

        Assert.Equal(kind, inData.Events[0].Output);
        Assert.Equal(inData.Events, inLine.Events);
    }

    [Fact]
    public void Log_probabilities_count_a_deltas_tokens() =>
        Assert.Equal(2, Event("data: {\"type\":\"response.output_text.delta\",\"delta\":\"a b\",\"logprobs\":[{\"token\":\"a\"},{\"token\":\" b\"}]}\n\n").Events[0].Tokens);

    [Fact]
    public void A_whole_response_is_read()
    {
        StreamEvent e = ApiStream.Whole(
            "responses",
            """{"id":"resp_1","object":"response","status":"completed","error":null,"incomplete_details":null,"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},{"type":"message","content":[{"type":"output_text","text":"Hi \u00e9"}]},{"type":"function_call","name":"f","arguments":"{}"}],"usage":{"input_tokens":3,"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4}}}""",
            out string content);

        Assert.Equal(("Hi é", FinishReason.Stop, new TokenUsage(3, 9, -1, 4)), (content, e.Finish, e.Usage));
        Assert.Equal(OutputKinds.Content | OutputKinds.Reasoning | OutputKinds.ToolCall, e.Output);
        Assert.NotNull(ApiStream.Whole("responses", "{}", out _).Malformed);
        Assert.Equal("no", ApiStream.Whole("responses", """{"status":"failed","error":{"code":"x","message":"no"},"output":[]}""", out _).Error?.Message);
    }

    private static ApiStream Event(string text) => ApiStream.Read(Conversation.Api("responses"), System.Text.Encoding.UTF8.GetBytes(text));
}
