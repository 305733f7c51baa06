using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

public class TgiGenerateTests
{
    [Theory]
    [InlineData(0.0, ",\"do_sample\":false")]
    [InlineData(0.5, ",\"do_sample\":true,\"temperature\":0.5")]
    [InlineData(null, "")]
    public void A_temperature_of_0_is_said_as_not_to_sample(double? temperature, string expected) =>
        Assert.Equal(
            "{\"inputs\":\"Hi\",\"parameters\":{\"max_new_tokens\":8,\"details\":true" + expected + "}}",
            Conversation.Text("tgi", "Hi", Body.Options with { Temperature = temperature }));

    [Fact]
    public void Whether_to_stream_is_said_by_the_path()
    {
        IInferenceApi api = Conversation.Api("tgi");

        Assert.Equal("/generate_stream", api.PathFor(Body.Options));
        Assert.Equal("/generate", api.PathFor(Body.Options with { Stream = false }));
    }

    [Fact]
    public void Each_event_is_one_token_and_the_last_has_the_counts()
    {
        ApiStream stream = ApiStream.Read("tgi/length.sse");

        Assert.Equal(" Hé \"a\" b", stream.Content);
        Assert.Equal([1, 1, 1], stream.Tokens);
        Assert.Equal((FinishReason.Length, new TokenUsage(9, 3, -1, -1)), (stream.Finish, stream.Usage));
    }

    [Fact]
    public void A_special_token_is_a_token_but_no_text()
    {
        ApiStream stream = ApiStream.Read("tgi/eos.sse");

        Assert.Equal(" a", stream.Content);
        Assert.Equal([1, 1], stream.Tokens);
        Assert.Equal(OutputKinds.None, stream.Events[1].Output);
        Assert.Equal((FinishReason.Stop, new TokenUsage(-1, 2, -1, -1)), (stream.Finish, stream.Usage));
    }

    [Fact]
    public void An_error_in_the_middle_is_seen() =>
        Assert.Equal(new InferenceError("Request failed during generation: Server error: out of memory", "generation"), ApiStream.Read("tgi/error.sse").Events[1].Error);

    [Fact]
    public void A_whole_answer_is_read()
    {
        StreamEvent e = ApiStream.Whole("tgi", """{"generated_text":" a b","details":{"finish_reason":"length","generated_tokens":2,"prefill":[],"tokens":[{"id":1,"text":" a"}]}}""", out string content);

        Assert.Equal((" a b", FinishReason.Length, new TokenUsage(-1, 2, -1, -1)), (content, e.Finish, e.Usage));
        Assert.NotNull(ApiStream.Whole("tgi", "{}", out _).Malformed);
    }
}
