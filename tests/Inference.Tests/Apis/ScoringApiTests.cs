using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

/// <summary>Embeddings and ranks: one body each.</summary>
public class ScoringApiTests
{
    [Fact]
    public void Embeddings_take_text_or_ids()
    {
        Assert.Equal("""{"model":"m","input":"Hi"}""", Conversation.Text("embeddings", "Hi"));
        Assert.Equal("""{"model":"m","input":[1,2]}""", Conversation.Ids("embeddings", [1, 2]));
    }

    [Fact]
    public void The_first_message_is_the_query_and_the_others_are_the_documents() =>
        Assert.Equal(
            """{"model":"m","query":"q","documents":["a","b"]}""",
            Conversation.Messages("rerank", Conversation.Message(ChatRole.User, "q"), Conversation.Message(ChatRole.User, "a"), Conversation.Message(ChatRole.User, "b")));

    [Theory]
    [InlineData(16 + 128 + 3, 16, 128, 3)]
    [InlineData(17, 16, 1)]
    [InlineData(16, 16, 0)]
    [InlineData(3, 3, 0)]
    public void A_text_is_cut_into_a_query_and_passages(int words, params int[] parts)
    {
        string text = string.Join(' ', Enumerable.Range(0, words).Select(i => "w" + i));

        using var body = System.Text.Json.JsonDocument.Parse(Conversation.Text("rerank", text));

        string[] all = [body.RootElement.GetProperty("query").GetString()!, .. body.RootElement.GetProperty("documents").EnumerateArray().Select(d => d.GetString()!)];
        Assert.Equal(parts, all.Select(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Equal(text, string.Join(' ', all.Where(part => part.Length > 0)));
    }

    [Theory]
    [InlineData("embeddings", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}""")]
    [InlineData("embeddings", """{"object":"list","data":[{"embedding":"AAAAAA=="}],"usage":{"prompt_tokens":3}}""")]
    [InlineData("rerank", """{"id":"rerank-1","model":"m","usage":{"total_tokens":3},"results":[{"index":1,"document":{"text":"b"},"relevance_score":0.9}]}""")]
    public void An_answer_has_results_and_the_prompts_tokens(string api, string body)
    {
        StreamEvent e = ApiStream.Whole(api, body, out _);

        Assert.Equal((true, OutputKinds.None, new TokenUsage(3, 0, -1, -1)), (e.HasChoices, e.Output, e.Usage));
    }

    [Theory]
    [InlineData("embeddings", """{"data":[]}""")]
    [InlineData("rerank", """{"data":[1]}""")]
    [InlineData("rerank", "[]")]
    public void An_answer_without_results_is_malformed(string api, string body) => Assert.NotNull(ApiStream.Whole(api, body, out _).Malformed);

    [Fact]
    public void An_error_with_status_200_is_an_error() =>
        Assert.Equal("m", ApiStream.Whole("embeddings", """{"object":"error","message":"m","code":400}""", out _).Error?.Message);
}
