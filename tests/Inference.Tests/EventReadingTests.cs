using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

public class EventReadingTests
{
    [Theory]
    [InlineData("[DONE]")]
    [InlineData(" [DONE]\r\n")]
    [InlineData("\t[DONE] ")]
    public void Done_is_seen_whatever_the_whitespace(string data)
    {
        StreamEvent e = Read.Event(data);

        Assert.True(e.IsDone);
        Assert.Null(e.Malformed);
    }

    [Theory]
    [InlineData("\"stop\"", FinishReason.Stop)]
    [InlineData("\"length\"", FinishReason.Length)]
    [InlineData("\"tool_calls\"", FinishReason.ToolCalls)]
    [InlineData("\"function_call\"", FinishReason.ToolCalls)]
    [InlineData("\"content_filter\"", FinishReason.ContentFilter)]
    [InlineData("\"abort\"", FinishReason.Abort)]
    [InlineData("\"error\"", FinishReason.Abort)]
    [InlineData("\"cancelled\"", FinishReason.Abort)]
    [InlineData("\"canceled\"", FinishReason.Abort)]
    [InlineData("\"timeout\"", FinishReason.Abort)]
    [InlineData("\"insufficient_system_resource\"", FinishReason.Abort)]
    [InlineData("\"eos_token\"", FinishReason.Stop)]
    [InlineData("\"stop_sequence\"", FinishReason.Stop)]
    [InlineData("\"repetition\"", FinishReason.Other)]
    [InlineData("\"Stop\"", FinishReason.Other)]
    [InlineData("\"\\u0073top\"", FinishReason.Stop)]
    [InlineData("\"\"", FinishReason.None)]
    [InlineData("null", FinishReason.None)]
    [InlineData("{\"type\":\"length\",\"length\":128}", FinishReason.Length)]
    [InlineData("{\"matched\":[1,{}],\"type\":\"stop\"}", FinishReason.Stop)]
    [InlineData("{\"type\":\"abort\",\"message\":\"gone\",\"status_code\":503}", FinishReason.Abort)]
    [InlineData("{}", FinishReason.Other)]
    public void Finish_reasons_are_mapped(string written, FinishReason expected)
    {
        StreamEvent e = Read.Choice($$"""
            "text":"","finish_reason":{{written}},"matched_stop":"</s>"
            """);

        Assert.Null(e.Malformed);
        Assert.Equal(expected, e.Finish);
    }

    [Theory]
    [InlineData("\"content\":\"ab\"", OutputKinds.Content, 2)]
    [InlineData("\"content\":\"\"", OutputKinds.None, 0)]
    [InlineData("\"content\":null", OutputKinds.None, 0)]
    [InlineData("\"role\":\"assistant\"", OutputKinds.None, 0)]
    [InlineData("\"content\":\"\\u00e9\\n\"", OutputKinds.Content, 8)]
    [InlineData("\"content\":\"é\"", OutputKinds.Content, 2)]
    [InlineData("\"cont\\u0065nt\":\"ab\"", OutputKinds.Content, 2)]
    [InlineData("\"reasoning_content\":\"abc\"", OutputKinds.Reasoning, 3)]
    [InlineData("\"reasoning\":\"abc\",\"content\":\"d\"", OutputKinds.Reasoning | OutputKinds.Content, 4)]
    [InlineData("\"refusal\":\"no\"", OutputKinds.Refusal, 2)]
    [InlineData("\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}", OutputKinds.ToolCall, 3)]
    [InlineData("\"function_call\":null,\"tool_calls\":[]", OutputKinds.None, 0)]
    [InlineData("\"tool_calls\":null", OutputKinds.None, 0)]
    [InlineData("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]", OutputKinds.None, 0)]
    [InlineData("\"tool_calls\":[{\"function\":{\"name\":\"f\"}},{\"function\":{\"arguments\":\"12\"}}]", OutputKinds.ToolCall, 3)]
    [InlineData("\"tool_calls\":[{\"type\":\"custom\",\"custom\":{\"name\":\"t\",\"input\":\"xy\"}}]", OutputKinds.ToolCall, 3)]
    [InlineData("\"content\":\"abc\",\"content\":\"d\"", OutputKinds.Content, 1)]
    [InlineData("\"content\":\"abc\",\"content\":null", OutputKinds.None, 0)]
    public void Output_is_told_by_its_kind(string delta, OutputKinds kinds, int bytes)
    {
        StreamEvent e = Read.Delta(delta);

        Assert.Null(e.Malformed);
        Assert.True(e.HasChoices);
        Assert.Equal(kinds, e.Output);
        Assert.Equal(bytes, e.OutputBytes);
    }

    [Fact]
    public void Several_choices_are_added_up()
    {
        StreamEvent e = Read.Event("""
            {"choices":[{"index":0,"text":"ab","finish_reason":"stop"},{"index":1,"text":"","finish_reason":null},{"index":2,"delta":{"reasoning":"c"},"finish_reason":"length"}]}
            """);

        Assert.Equal(OutputKinds.Content | OutputKinds.Reasoning, e.Output);
        Assert.Equal(3, e.OutputBytes);
        Assert.Equal(FinishReason.Length, e.Finish);
    }

    // Together's chat chunks have the same text twice.
    [Theory]
    [InlineData("\"text\":\" the\",\"delta\":{\"content\":\" the\"}", 4)]
    [InlineData("\"delta\":{\"content\":\" the\"},\"text\":\" the\"", 4)]
    [InlineData("\"text\":\"\",\"delta\":{\"content\":\" the\"}", 4)]
    [InlineData("\"text\":\" the\",\"delta\":{\"content\":null}", 4)]
    public void Text_that_stands_in_the_choice_and_in_its_delta_is_counted_once(string choice, int bytes)
    {
        StreamEvent e = Read.Choice(choice);

        Assert.Equal(OutputKinds.Content, e.Output);
        Assert.Equal(bytes, e.OutputBytes);
    }

    [Theory]
    [InlineData("abort", "stop")]
    [InlineData("stop", "abort")]
    public void An_abort_of_one_choice_is_not_covered_up_by_another(string first, string second)
    {
        StreamEvent e = Read.Event($$"""
            {"choices":[{"text":"","finish_reason":"{{first}}"},{"text":"","finish_reason":"{{second}}"}]}
            """);

        Assert.Equal(FinishReason.Abort, e.Finish);
    }

    [Theory]
    [InlineData("{}", -1, -1, -1, -1)]
    [InlineData("{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}", 5, 7, -1, -1)]
    [InlineData("{\"completion_tokens\":7,\"prompt_tokens\":5}", 5, 7, -1, -1)]
    [InlineData("{\"prompt_tokens\":null,\"completion_tokens\":0}", -1, 0, -1, -1)]
    [InlineData("{\"prompt_tokens_details\":{\"audio_tokens\":1,\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":3}}", -1, -1, 4, 3)]
    [InlineData("{\"prompt_tokens_details\":{\"cached_tokens\":null},\"completion_tokens_details\":null}", -1, -1, -1, -1)]
    [InlineData("{\"reasoning_tokens\":9}", -1, -1, -1, 9)]
    [InlineData("{\"reasoning_tokens\":9,\"completion_tokens_details\":{\"reasoning_tokens\":8}}", -1, -1, -1, 8)]
    [InlineData("{\"completion_tokens\":2147483647}", -1, int.MaxValue, -1, -1)]
    [InlineData("{\"prompt_tokens\":12.0,\"completion_tokens\":1e2,\"reasoning_tokens\":2.147483647E+9}", 12, 100, -1, int.MaxValue)]
    public void Usage_is_read_and_what_is_not_stated_is_negative(string usage, int prompt, int completion, int cached, int reasoning)
    {
        StreamEvent e = Read.Event($$"""{"usage":{{usage}},"choices":[]}""");

        Assert.True(e.HasUsage);
        Assert.False(e.HasChoices);
        Assert.Equal(new TokenUsage(prompt, completion, cached, reasoning), e.Usage);
    }

    [Fact]
    public void Null_usage_choices_and_error_say_nothing()
    {
        StreamEvent e = Read.Event("""{"usage":null,"choices":null,"error":null,"object":null,"type":7}""");

        Assert.Equal(default, e);
    }

    [Fact]
    public void Usage_after_choices_is_not_missed_and_the_last_of_repeated_fields_counts()
    {
        StreamEvent e = Read.Event("""
            {"choices":[{"text":"abc","finish_reason":"stop"}],"choices":[{"text":"d"}],"usage":{"prompt_tokens":1},"usage":{"prompt_tokens":2}}
            """);

        Assert.Equal(1, e.OutputBytes);
        Assert.Equal(FinishReason.None, e.Finish);
        Assert.Equal(2, e.Usage.PromptTokens);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":500}}", "m", "t", "500")]
    [InlineData("{\"error\":\"m\"}", "m", null, null)]
    [InlineData("{\"error\":{}}", "an error event with no message in its JSON body", null, null)]
    [InlineData("{\"error\":true}", "an error event with no message in its JSON body", null, null)]
    [InlineData("{\"code\":400,\"message\":\"m\",\"object\":\"error\"}", "m", null, "400")]
    [InlineData("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}", "m", "overloaded_error", null)]
    public void Errors_inside_a_stream_are_seen(string data, string message, string? type, string? code)
    {
        StreamEvent e = Read.Event(data);

        Assert.Equal(new InferenceError(message, type, code), e.Error);
    }

    [Fact]
    public void An_error_beside_choices_keeps_both()
    {
        StreamEvent e = Read.Event("""{"error":{"message":"m"},"choices":[{"delta":{"content":"a"},"finish_reason":"error"}]}""");

        Assert.Equal("m", e.Error?.Message);
        Assert.Equal(FinishReason.Abort, e.Finish);
        Assert.Equal(OutputKinds.Content, e.Output);
    }

    [Theory]
    [InlineData("\"error\":null")]
    [InlineData("\"error\":false")]
    [InlineData("\"error\":\"\"")]
    public void An_empty_error_field_is_no_error(string field)
    {
        StreamEvent e = Read.Event($$"""{ {{field}},"choices":[{"text":"a"}]}""");

        Assert.Null(e.Error);
        Assert.Equal(1, e.OutputBytes);
    }

    [Theory]
    [InlineData("[DONE]", "[DONE]")]
    [InlineData("", "an error event with no message")]
    [InlineData("{\"choices\":[{\"text\":\"a\"}]}", "an error event with no message in its JSON body")]
    public void The_type_error_makes_any_data_an_error(string data, string message)
    {
        StreamEvent e = Read.Event(data, "error");

        Assert.Equal(message, e.Error?.Message);
        Assert.False(e.IsDone);
    }

    [Fact]
    public void Other_event_types_are_read_by_their_data()
    {
        Assert.Equal(1, Read.Event("""{"choices":[{"text":"a"}]}""", "message").OutputBytes);
    }
}
