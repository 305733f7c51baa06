using System.Globalization;
using System.Text;
using LoadGen.Inference.Handoffs;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

public class HandoffRequestTests
{
    [Fact]
    public void What_routing_needs_is_read()
    {
        HandoffRequest request = Request(
            """ {"model":"m\u00e9","user":"u1","stream":true,"n":2,"max_tokens":9,"max_completion_tokens":7,"messages":[{"content":"12345678"}]} """,
            GenerationApi.Chat);
        Assert.Equal("mé", request.Model);
        Assert.Equal("u1", request.User);
        Assert.True(request.Stream);
        Assert.Equal(2, request.Choices);
        Assert.Equal(7, request.MaxTokens);
        Assert.Equal("""[{"content":"12345678"}]""", Text(request.Prompt));
        Assert.Equal(1, request.PromptCount);
        Assert.False(request.IsBatch);
        Assert.False(request.ReturnLogprob);
    }

    [Fact]
    public void An_empty_object_has_defaults()
    {
        HandoffRequest request = Request("{}");
        Assert.False(request.Stream);
        Assert.Equal((1, 1, 1), (request.Choices, request.PromptCount, request.PromptTokensEstimate));
        Assert.Null(request.MaxTokens);
        Assert.Null(request.Model);
        Assert.Null(request.User);
        Assert.True(request.Prompt.IsEmpty);
    }

    [Theory]
    [InlineData("\"12345678\"", false, 1, 2)]
    [InlineData("\"\"", false, 1, 1)]
    [InlineData("[1, 2, 3]", false, 1, 3)]
    [InlineData("[]", false, 1, 1)]
    [InlineData("null", false, 1, 1)]
    [InlineData("[\"a\"]", true, 1, 1)]
    [InlineData("[ \"a\", \"12345678\" ]", true, 2, 3)]
    [InlineData("[[1,2],[3]]", true, 2, 3)]
    [InlineData("[\"a,]\",\"b\"]", true, 2, 2)]
    public void A_prompt_tells_how_many_it_is(string prompt, bool isBatch, int count, int tokens)
    {
        HandoffRequest request = Request($$"""{"prompt":{{prompt}}}""");
        Assert.Equal((isBatch, count, tokens), (request.IsBatch, request.PromptCount, request.PromptTokensEstimate));
    }

    [Theory]
    [InlineData("""{"text":"12345678","sampling_params":{"n":3,"max_new_tokens":5}}""", false, 1, 2, 3, 5)]
    [InlineData("""{"text":null,"input_ids":[[1,2],[3]]}""", true, 2, 3, 1, null)]
    [InlineData("""{"text":["a","b"],"input_ids":null,"sampling_params":[{"n":2,"max_new_tokens":4},{"n":2}]}""", true, 2, 2, 2, 4)]
    [InlineData("""{"input_ids":[9007199254740993,2]}""", false, 1, 2, 1, null)]
    [InlineData("""{"text":"a","sampling_params":null,"n":9,"max_tokens":9}""", false, 1, 1, 1, null)]
    public void Generate_is_read_in_its_own_words(string body, bool isBatch, int count, int tokens, int choices, int? max)
    {
        HandoffRequest request = Request(body, GenerationApi.Generate);
        Assert.Equal((isBatch, count, tokens, choices), (request.IsBatch, request.PromptCount, request.PromptTokensEstimate, request.Choices));
        Assert.Equal(max, request.MaxTokens);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("[false,true]", true)]
    [InlineData("[false]", false)]
    [InlineData("null", false)]
    public void Logprobs_are_wanted_by_one_prompt_of_a_batch_or_by_all(string value, bool wanted) =>
        Assert.Equal(wanted, Request($$"""{"text":"a","return_logprob":{{value}}}""", GenerationApi.Generate).ReturnLogprob);

    [Fact]
    public void A_session_stands_in_for_a_user() =>
        Assert.Equal("s1", Request("""{"text":"a","session_params":{"id":"s1","rid":null}}""", GenerationApi.Generate).User);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("{\"prompt\":\"SECRET")]
    [InlineData("{\"prompt\":'SECRET'}")]
    [InlineData("{\"prompt\":\"SECRET\",}")]
    [InlineData("{\"prompt\":[1,2}")]
    [InlineData("{\"SECRET\":1,\"SECRET\":1}")]
    [InlineData("{\"stream\":true,\"messages\":[],\"str\\u0065am\":false}")]
    [InlineData("{\"\":1,\"\":2}")]
    [InlineData("{\"stream\":\"SECRET\"}")]
    [InlineData("{\"stream\":1}")]
    [InlineData("{\"n\":\"SECRET\"}")]
    [InlineData("{\"n\":0}")]
    [InlineData("{\"n\":1.5}")]
    [InlineData("{\"n\":1000000000}")]
    public void A_body_that_cannot_be_trusted_is_the_clients_mistake(string body) => Refused(400, () => Request(body));

    [Fact]
    public void A_key_that_stands_twice_is_refused_among_thousands_too()
    {
        var body = new StringBuilder("{");
        for (int i = 0; i < 5000; i++)
        {
            body.Append(CultureInfo.InvariantCulture, $"\"k{i}\":{i},");
        }

        string once = body + "\"last\":1}";
        Assert.Equal(5001, Request(once).Members.Count);
        HandoffException refused = Refused(400, () => Request(body + "\"k17\":1}"));
        Assert.Contains($"byte {once.IndexOf("\"last\"", StringComparison.Ordinal)}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_keys_may_repeat() => Assert.Equal(1, Request("""{"prompt":"a","x":{"a":1,"a":2}}""").PromptCount);
}
