using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

public class SglangGenerateTests
{
    [Fact]
    public void Settings_stand_in_an_object_of_their_own()
    {
        Assert.Equal(
            """{"input_ids":[1,2],"sampling_params":{"max_new_tokens":8,"temperature":0,"ignore_eos":true},"stream":true}""",
            Conversation.Ids("sglang", [1, 2]));
        Assert.Equal(
            """{"text":"Hi","sampling_params":{"max_new_tokens":8},"stream":false}""",
            Conversation.Text("sglang", "Hi", Body.Options with { Temperature = null, IgnoreEos = false, Stream = false }));
    }

    [Fact]
    public void Extra_settings_are_merged_and_replace_only_their_own()
    {
        Assert.Equal(
            """{"text":"Hi","sampling_params":{"max_new_tokens":8,"ignore_eos":true,"top_p": 0.9, "temperature":1},"stream":true,"return_logprob":false,"rid":"x"}""",
            Conversation.Text("sglang", "Hi", Body.With("""{"return_logprob":false, "sampling_params": {"top_p": 0.9, "temperature":1},"rid":"x"}""")));
        Assert.Equal(
            """{"text":"Hi","stream":true,"sampling_params":null}""",
            Conversation.Text("sglang", "Hi", Body.With("""{"sampling_params":null}""")));
    }

    [Theory]
    [InlineData("sglang/so-far.sse", " Hé \"a\" b c\n")]
    [InlineData("sglang/so-far-ascii.sse", " Hé 😀 b c\n")]
    public void Text_so_far_is_read_as_what_is_new(string fixture, string content)
    {
        ApiStream stream = ApiStream.Read(fixture);

        Assert.Equal(content, stream.Content);
        Assert.Equal([1, 2, 1, 2], stream.Tokens);
        Assert.Equal(new TokenUsage(7, 6, 4, -1), stream.Usage);
        Assert.Equal(FinishReason.Length, stream.Finish);
    }

    [Fact]
    public void Incremental_text_is_known_by_the_ids_even_where_it_repeats_itself()
    {
        ApiStream stream = ApiStream.Read("sglang/incremental.sse");

        Assert.Equal(" a a a a a a", stream.Content);
        Assert.Equal([1, 2, 3], stream.Tokens);
    }

    [Theory]
    [InlineData("sglang/so-far-without-ids.sse", "one two three four", 4)]
    [InlineData("sglang/incremental-without-ids.sse", "one two three four", 3)]
    public void Without_ids_the_text_itself_shows_which_it_is(string fixture, string content, int events)
    {
        ApiStream stream = ApiStream.Read(fixture);

        Assert.Equal(content, stream.Content);
        Assert.Equal(events, stream.Events.Count(e => e.HasChoices));
    }

    [Fact]
    public void An_abort_and_an_error_are_no_success()
    {
        Assert.Equal(FinishReason.Abort, ApiStream.Read("sglang/abort.sse").Finish);
        Assert.Equal("The request is too long", ApiStream.Read("sglang/error.sse").Events[1].Error?.Message);
    }

    [Fact]
    public void Several_choices_are_told_to_be_too_many()
    {
        ApiStream stream = ApiStream.Read(Conversation.Api("sglang"), "data: {\"text\":\"a\",\"meta_info\":{\"completion_tokens\":1},\"index\":1}\n\n"u8);

        Assert.Equal("expected one choice, found several (sampling_params.n)", stream.Events[0].Malformed);
    }

    [Fact]
    public void A_whole_answer_is_read()
    {
        StreamEvent e = ApiStream.Whole("sglang", """{"text":" a b","output_ids":[1,2],"meta_info":{"finish_reason":{"type":"length","length":2},"prompt_tokens":3,"completion_tokens":2}}""", out string content);

        Assert.Equal((" a b", 2, FinishReason.Length, new TokenUsage(3, 2, -1, -1)), (content, e.Tokens, e.Finish, e.Usage));
        Assert.NotNull(ApiStream.Whole("sglang", """{"text":"a"}""", out _).Malformed);
    }
}
