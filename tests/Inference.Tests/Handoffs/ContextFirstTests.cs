using LoadGen.Inference.Handoffs;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

/// <summary>TensorRT-LLM's context server has sometimes answered already.</summary>
public class ContextFirstTests
{
    private const string Parameters = """{"request_type":"context_only","ctx_request_id":1,"disagg_request_id":2,"ctx_usage":null}""";

    [Fact]
    public void A_finished_answer_goes_to_the_client_without_the_members_of_the_hand_off() =>
        Assert.Equal(
            """{"id":"c","object":"text_completion","choices":[{"index":0, "text":"hi","finish_reason":"stop"}],"usage":{"completion_tokens":1}}""",
            Finish(
                """{"prompt":"a"}""",
                GenerationApi.Completions,
                $$$"""{"id":"c","object":"text_completion","prompt_token_ids":[1],"choices":[ {"index":0, "text":"hi","disaggregated_params":{{{Parameters}}},"finish_reason":"stop"} ],"usage":{"completion_tokens":1}}"""));

    [Fact]
    public void A_streaming_chat_client_gets_it_as_a_chunk_and_the_end() =>
        Assert.Equal(
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\", \"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"delta\":{\"role\":\"assistant\",\"content\":\"a\\nb\"}}]}\n\ndata: [DONE]\n\n",
            Finish(
                """{"messages":[],"stream":true}""",
                GenerationApi.Chat,
                "{\"id\":\"c\",\"object\":\"chat.completion\",\n\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\\nb\"},\"finish_reason\":\"stop\"}],\"usage\":{}}"));

    [Fact]
    public void Usage_follows_in_a_chunk_of_its_own_where_it_was_asked_for() =>
        Assert.Equal(
            """
            data: {"id":"c","choices":[{"text":"","finish_reason":"stop"}]}

            data: {"id":"c","choices":[],"usage":{"total_tokens":3}}

            data: [DONE]


            """.ReplaceLineEndings("\n"),
            Finish(
                """{"prompt":"a","stream":true,"stream_options":{"include_usage":true}}""",
                GenerationApi.Completions,
                """{"id":"c","choices":[{"text":"","finish_reason":"stop"}],"usage":{"total_tokens":3}}"""));

    [Theory]
    [InlineData("length")]
    [InlineData("not_finished")]
    public void What_is_not_finished_goes_on(string reason)
    {
        DecodeStep step = Begin(HandoffKind.TrtllmContextFirst, """{"prompt":"a"}""").AfterPrefill(Bytes(
            $$$"""{"prompt_token_ids":[9007199254740993],"choices":[{"finish_reason":"{{{reason}}}","disaggregated_params":{{{Parameters}}}}],"usage":{"prompt_tokens":1}}"""));
        Assert.Equal(
            """{"prompt":[9007199254740993],"disaggregated_params":{"request_type":"generation_only","ctx_request_id":1,"disagg_request_id":1099511627777,"ctx_usage":{"prompt_tokens":1},"schedule_style":0}}""",
            Body(step.Request));
    }

    [Fact]
    public void A_chat_reply_without_token_ids_leaves_the_messages_to_the_generation_server()
    {
        DecodeStep step = Begin(HandoffKind.TrtllmContextFirst, """{"messages":[]}""", GenerationApi.Chat).AfterPrefill(Bytes(
            $$$"""{"prompt_token_ids":null,"choices":[{"finish_reason":"length","disaggregated_params":{{{Parameters}}}}]}"""));
        Assert.StartsWith("""{"messages":[],"disaggregated_params":{""", Body(step.Request), StringComparison.Ordinal);
    }

    private static string Finish(string body, GenerationApi api, string reply)
    {
        DecodeStep step = Begin(HandoffKind.TrtllmContextFirst, body, api).AfterPrefill(Bytes(reply));
        Assert.Null(step.Request);
        return Text(step.Answer);
    }
}
