using System.Buffers;
using System.Text;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Tests.Requests;

public class RequestReaderTests
{
    [Fact]
    public void An_empty_object_has_all_the_defaults()
    {
        GenerationRequest request = Read("{}");
        Assert.Null(request.Model);
        Assert.Null(request.Stream);
        Assert.Null(request.MaxTokens);
        Assert.Equal(0, request.PromptTokens);
        Assert.Equal(1, request.ChoicesEach);
        Assert.False(request.IncludeUsage);
        Assert.False(request.ContinuousUsage);
    }

    [Fact]
    public void All_fields_are_read_and_strange_ones_passed_over()
    {
        GenerationRequest request = Read(
            """
            {"temperature":0.0,"x":{"messages":[1,{"n":7}]},"model":"m","stream":true,"max_tokens":9,"ignore_eos":true,"stop":["a"],"n":1,
             "stream_options":{"include_usage":true,"other":[1],"continuous_usage_stats":true},"messages":[{"role":"user","content":"one two"}]}
            """);
        Assert.Equal("m", request.Model);
        Assert.True(request.Stream);
        Assert.Equal(9, request.MaxTokens);
        Assert.Equal(2, request.PromptTokens);
        Assert.True(request.IncludeUsage);
        Assert.True(request.ContinuousUsage);
    }

    [Fact]
    public void Max_completion_tokens_wins_over_max_tokens() =>
        Assert.Equal(4, Read("""{"max_completion_tokens":4,"max_tokens":9}""").MaxTokens);

    [Fact]
    public void Nulls_count_as_missing()
    {
        GenerationRequest request = Read("""{"model":null,"stream":null,"max_tokens":null,"n":null,"stream_options":null,"messages":[{"content":null}]}""");
        Assert.Null(request.MaxTokens);
        Assert.Null(request.Stream);
        Assert.Equal(0, request.PromptTokens);
    }

    [Theory]
    [InlineData("\"\"", 0)]
    [InlineData("\"one\"", 1)]
    [InlineData("\"  one\\ttwo\\nthree \\u0020 four \"", 4)]
    [InlineData("\"größer als \u4f60\u597d\"", 3)]
    [InlineData("[]", 0)]
    [InlineData("[5,6,7]", 3)]
    [InlineData("[[5,6,7,8]]", 4)]
    [InlineData("[\"one two\"]", 2)]
    public void A_prompt_counts_its_ids_or_its_words(string prompt, int tokens) =>
        Assert.Equal(tokens, Read($$"""{"prompt":{{prompt}}}""", ApiKind.Completions).PromptTokens);

    [Theory]
    [InlineData("""[{"role":"system","content":"a b"},{"content":"c","role":"user"}]""", 3)]
    [InlineData("""[{"content":[{"type":"text","text":"a b"},{"type":"image_url","image_url":{"url":"x y","text":"no no"}},{"text":"c","type":"text"}]}]""", 3)]
    [InlineData("""[{"role":"assistant","content":null,"tool_calls":[{"content":"x"}]},{"content":"a"}]""", 1)]
    [InlineData("[]", 0)]
    public void A_chat_counts_the_words_of_all_contents(string messages, int tokens) =>
        Assert.Equal(tokens, Read($$"""{"messages":{{messages}}}""").PromptTokens);

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{} {}", "not valid JSON")]
    [InlineData("[1]", "the body must be a JSON object")]
    [InlineData("{\"stream\":1}", "'stream' must be true or false")]
    [InlineData("{\"max_tokens\":0}", "'max_tokens' must be a whole number from 1")]
    [InlineData("{\"max_tokens\":1.5}", "'max_tokens' must be a whole number from 1")]
    [InlineData("{\"max_tokens\":\"1\"}", "'max_tokens' must be a whole number from 1")]
    [InlineData("{\"max_completion_tokens\":99999999999}", "'max_completion_tokens' must be a whole number from 1")]
    [InlineData("{\"model\":3}", "'model' must be a string")]
    [InlineData("{\"n\":0}", "'n' must be a whole number from 1")]
    [InlineData("{\"stream_options\":true}", "'stream_options' must be an object")]
    [InlineData("{\"messages\":\"hi\"}", "'messages' must be an array of objects")]
    [InlineData("{\"messages\":[\"hi\"]}", "'messages' must be an array of objects")]
    [InlineData("{\"messages\":[{\"content\":3}]}", "'content' must be a string")]
    [InlineData("{\"messages\":[{\"content\":\"half a \\ud83d\"}]}", "not valid Unicode")]
    [InlineData("{\"model\":\"\\udc00\"}", "not valid Unicode")]
    [InlineData("{\"\\ud83d\":1}", "not valid Unicode")]
    public void What_cannot_be_served_is_explained(string body, string explanation) =>
        Assert.Contains(explanation, Assert.Throws<BadRequestException>(() => Read(body)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("3", "'prompt' must be a string")]
    [InlineData("[1,\"a\"]", "mixes token ids and whole prompts")]
    [InlineData("[[1],2]", "mixes token ids and whole prompts")]
    [InlineData("[[\"a\"]]", "token ids must be numbers")]
    [InlineData("[null]", "'prompt' must be a string, an array of token ids")]
    public void A_prompt_that_cannot_be_served_is_explained(string prompt, string explanation) => Assert.Contains(
        explanation,
        Assert.Throws<BadRequestException>(() => Read($$"""{"prompt":{{prompt}}}""", ApiKind.Completions)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_body_in_two_segments_reads_the_same_wherever_it_is_split()
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"content":"one two\nthree vier"}],"max_tokens":12}""");
        for (int split = 0; split <= body.Length; split++)
        {
            GenerationRequest request = RequestReader.Read(Segment.Join(body[..split], body[split..]), ApiKind.Chat);
            Assert.Equal(("m", 4, 12), (request.Model, request.PromptTokens, request.MaxTokens));
        }
    }

    private static GenerationRequest Read(string body, ApiKind api = ApiKind.Chat) =>
        RequestReader.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)), api);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Join(byte[] first, byte[] second)
        {
            var head = new Segment { Memory = first };
            var tail = new Segment { Memory = second, RunningIndex = first.Length };
            head.Next = tail;
            return new ReadOnlySequence<byte>(head, 0, tail, second.Length);
        }
    }
}
