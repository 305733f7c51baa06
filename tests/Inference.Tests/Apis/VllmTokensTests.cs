using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

public class VllmTokensTests
{
    [Fact]
    public void Ids_go_in_with_the_settings_beside() =>
        Assert.Equal(
            """{"model":"m","token_ids":[1,2],"sampling_params":{"max_tokens":8,"temperature":0,"ignore_eos":true},"stream":true,"stream_options":{"include_usage":true}}""",
            Conversation.Ids("vllm-tokens", [1, 2]));

    [Fact]
    public void Ids_that_come_out_are_the_output_and_its_count()
    {
        ApiStream stream = ApiStream.Read("vllm-tokens/tokens.sse");

        Assert.Equal([1, 3, 1], stream.Tokens);
        Assert.Equal((OutputKinds.Content, ""), (stream.Kinds, stream.Content));
        Assert.Equal((FinishReason.Length, new TokenUsage(3, 5, 2, -1)), (stream.Finish, stream.Usage));
        Assert.Equal([1, 2], ApiStream.Read("vllm-tokens/continuous-usage.sse").Tokens);
    }

    [Fact]
    public void A_whole_answer_is_read()
    {
        StreamEvent e = ApiStream.Whole("vllm-tokens", """{"request_id":"r","choices":[{"index":0,"finish_reason":"length","token_ids":[1,2,3]}],"prompt_logprobs":null}""", out _);

        Assert.Equal((OutputKinds.Content, 3, FinishReason.Length), (e.Output, e.Tokens, e.Finish));
    }

    [Fact]
    public void Text_is_refused() => Assert.Throws<ArgumentException>(() => Conversation.Text("vllm-tokens", "x"));
}
