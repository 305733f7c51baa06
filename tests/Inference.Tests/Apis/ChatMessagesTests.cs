using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

public class ChatMessagesTests
{
    [Fact]
    public void A_conversation_is_written_role_by_role()
    {
        Assert.Equal(
            """{"model":"m","messages":[{"role":"system","content":"Be \"brief\""},{"role":"user","content":"Hi"},{"role":"assistant","content":"é"},{"role":"tool","content":"3"}],"max_completion_tokens":8,"temperature":0,"stream":true,"stream_options":{"include_usage":true},"ignore_eos":true}""",
            Conversation.Messages(
                "chat",
                Conversation.Message(ChatRole.System, "Be \"brief\""),
                Conversation.Message(ChatRole.User, "Hi"),
                Conversation.Message(ChatRole.Assistant, "é"),
                Conversation.Message(ChatRole.Tool, "3")));
    }

    [Fact]
    public void Messages_that_are_json_already_are_written_as_they_are() =>
        Assert.Contains(
            "\"messages\":[{\"role\": \"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}],\"max_",
            Conversation.MessagesJson("chat", "[{\"role\": \"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]"),
            StringComparison.Ordinal);

    [Fact]
    public void Continuous_usage_is_asked_for_beside_the_usage_at_the_end() =>
        Assert.Contains(
            "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}",
            Conversation.Text("chat", "x", Body.Options with { ContinuousUsage = true }),
            StringComparison.Ordinal);

    [Fact]
    public void What_a_request_cannot_say_in_an_api_is_refused_by_name()
    {
        string message = Assert.Throws<ArgumentException>(() => Conversation.Messages("completions", Conversation.Message(ChatRole.User, "x"))).Message;

        Assert.StartsWith("The API completions takes Text, TokenIds, not Messages.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_comes_out_unescaped_and_reasoning_apart()
    {
        ApiStream stream = ApiStream.Read(Read.Chat, """
            data: {"choices":[{"index":0,"delta":{"reasoning_content":"a\u0041\n"}}]}

            data: {"choices":[{"index":0,"delta":{"content":"\"\ud83d\ude00é"},"finish_reason":null}]}

            data: {"choices":[{"index":0,"text":"x","delta":{"content":"x"},"finish_reason":"stop"}]}

            data: [DONE]


            """u8);

        Assert.Equal("aA\n", stream.Reasoning);
        Assert.Equal("\"😀éx", stream.Content);
    }

    [Theory]
    [InlineData("\"token_ids\":[1,2,3]", 3)]
    [InlineData("\"logprobs\":{\"content\":[{\"token\":\"a\"},{\"token\":\"b\"}]}", 2)]
    [InlineData("\"logprobs\":{\"tokens\":[\"a\"],\"token_logprobs\":[-1.0]}", 1)]
    [InlineData("\"logprobs\":{\"content\":[{}]},\"token_ids\":[1,2]", 2)]
    [InlineData("\"logprobs\":null,\"token_ids\":null", 0)]
    [InlineData("\"logprobs\":{\"content\":null}", 0)]
    public void Tokens_named_one_by_one_are_counted(string fields, int tokens) =>
        Assert.Equal(tokens, Read.Choice("\"delta\":{\"content\":\"a b c\"}," + fields).Tokens);

    [Fact]
    public void Chunks_of_several_tokens_are_told_by_the_usage_that_grew()
    {
        ApiStream stream = ApiStream.Read(Read.Completions, """
            data: {"choices":[{"text":"a b c"}],"usage":{"prompt_tokens":1,"completion_tokens":3}}

            data: {"choices":[{"text":"d"}],"usage":{"prompt_tokens":1,"completion_tokens":4}}

            data: {"choices":[{"text":"","finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":4}}

            data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":4}}


            """u8);

        Assert.Equal([3, 1, 0, 0], stream.Events.Select(e => e.Tokens));
    }
}
