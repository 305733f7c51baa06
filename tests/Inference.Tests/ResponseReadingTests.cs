using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

public class ResponseReadingTests
{
    [Fact]
    public void A_whole_chat_response_is_read()
    {
        StreamEvent e = Read.Response("""
            {
              "id": "chatcmpl-1", "object": "chat.completion", "created": 1763700000, "model": "m",
              "choices": [{
                "index": 0,
                "message": {"role": "assistant", "content": "Hello", "reasoning_content": "Hm", "refusal": null, "annotations": [], "tool_calls": []},
                "logprobs": null, "finish_reason": "stop", "matched_stop": 151645
              }],
              "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12, "prompt_tokens_details": {"cached_tokens": 8}}
            }
            """);

        Assert.Null(e.Malformed);
        Assert.Equal(OutputKinds.Content | OutputKinds.Reasoning, e.Output);
        Assert.Equal(7, e.OutputBytes);
        Assert.Equal(FinishReason.Stop, e.Finish);
        Assert.Equal(new TokenUsage(9, 3, 8, -1), e.Usage);
    }

    [Fact]
    public void A_whole_completions_response_is_read()
    {
        StreamEvent e = Read.Response("""{"choices":[{"text":" x y","finish_reason":"length","logprobs":{"tokens":[" x"],"top":[{}]}}],"usage":{"completion_tokens":2}}""");

        Assert.Equal(4, e.OutputBytes);
        Assert.Equal(FinishReason.Length, e.Finish);
        Assert.Equal(2, e.Usage.CompletionTokens);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"m\"}}")]
    [InlineData("{\"object\":\"error\",\"message\":\"m\",\"code\":400}")]
    public void An_error_with_status_200_is_an_error(string body)
    {
        Assert.Equal("m", Read.Response(body).Error?.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"usage\":{\"prompt_tokens\":1}}")]
    public void A_response_without_choices_is_malformed(string body)
    {
        StreamEvent e = Read.Response(body);

        Assert.Equal("expected a response with choices, found an object without", e.Malformed);
        Assert.False(e.HasUsage);
    }

    [Theory]
    [InlineData("[DONE]")]
    [InlineData("<html></html>")]
    [InlineData("data: {}")]
    [InlineData("")]
    public void A_body_that_is_no_object_is_malformed(string body)
    {
        Assert.StartsWith("expected a JSON object at byte 0, found ", Read.Response(body).Malformed, StringComparison.Ordinal);
    }
}
