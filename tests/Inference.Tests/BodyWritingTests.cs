using System.Text.Json;
using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

public class BodyWritingTests
{
    private const string Settings = "\"temperature\":0,\"stream\":true,\"stream_options\":{\"include_usage\":true},\"ignore_eos\":true}";

    [Fact]
    public void Completions_send_token_ids()
    {
        Assert.Equal(
            "{\"model\":\"m\",\"prompt\":[0,1,151935,2147483647,-1],\"max_tokens\":8," + Settings,
            Body.Completions(Body.Options, [0, 1, 151935, int.MaxValue, -1]));
    }

    [Fact]
    public void Completions_send_text()
    {
        Assert.Equal("{\"model\":\"m\",\"prompt\":\"hi\",\"max_tokens\":8," + Settings, Body.Completions(Body.Options, "hi"));
    }

    [Fact]
    public void An_empty_prompt_is_empty_text()
    {
        Assert.StartsWith("{\"model\":\"m\",\"prompt\":\"\",", Body.Completions(Body.Options, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Chat_sends_one_user_message_and_the_newer_limit()
    {
        Assert.Equal(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_completion_tokens\":8," + Settings,
            Body.Chat(Body.Options, "hi"));
    }

    [Fact]
    public void What_is_off_is_left_out()
    {
        var options = new GenerationOptions { Model = "m", Stream = false, IgnoreEos = false, Temperature = null };

        Assert.Equal("{\"model\":\"m\",\"prompt\":\"hi\",\"max_tokens\":8,\"stream\":false}", Body.Completions(options, "hi"));
        Assert.DoesNotContain("stream_options", Body.Chat(Body.Options with { IncludeUsage = false }, "hi"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.7, "0.7")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(1.0, "1")]
    public void Temperatures_are_written_shortest(double temperature, string written)
    {
        Assert.Contains(
            $"\"temperature\":{written},", Body.Chat(Body.Options with { Temperature = temperature }, "hi"), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_escaped()
    {
        string body = Body.Chat(Body.Options with { Model = "a\"\\\u0001é\ud800" }, "\"\\\b\f\n\r\t\u0000\u001f\u007fé😀</script>");

        Assert.Contains("\"content\":\"\\\"\\\\\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u007fé😀</script>\"", body, StringComparison.Ordinal);
        Assert.Contains("\"model\":\"a\\\"\\\\\\u0001é\uFFFD\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_is_replaced()
    {
        string body = Body.Write(
            Read.Completions, new GenerationRequest { Options = Body.Options, Text = [0xff, (byte)'a', 0xe2, 0x82, (byte)'"', 0xc3], MaxTokens = 1 });

        Assert.Contains("\"prompt\":\"\uFFFDa\uFFFD\\\"\uFFFD\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_ids_are_all_there()
    {
        int[] ids = [.. Enumerable.Range(0, 100_000).Select(i => (int)((uint)i * 2_654_435_761 % 150_000))];

        using JsonDocument body = JsonDocument.Parse(Body.Completions(Body.Options, ids));

        Assert.Equal(ids, body.RootElement.GetProperty("prompt").EnumerateArray().Select(id => id.GetInt32()));
    }

    [Fact]
    public void Extra_fields_replace_those_of_the_same_name_and_others_follow_verbatim()
    {
        GenerationOptions options = Body.With("""{ "max_tokens": 5, "nvext" : {"a": [1, 2.50]}, "stream_options":{"include_usage":true, "continuous_usage_stats":true}, "ignore_eos":null }""");

        Assert.Equal(
            "{\"model\":\"m\",\"prompt\":\"hi\",\"temperature\":0,\"stream\":true,"
            + "\"max_tokens\": 5, \"nvext\" : {\"a\": [1, 2.50]}, \"stream_options\":{\"include_usage\":true, \"continuous_usage_stats\":true}, \"ignore_eos\":null}",
            Body.Completions(options, "hi"));
    }

    [Fact]
    public void An_extra_name_written_with_escapes_is_the_same_name()
    {
        Assert.Equal(
            "{\"model\":\"m\",\"prompt\":\"hi\",\"max_tokens\":8,\"stream\":true,\"stream_options\":{\"include_usage\":true},\"ignore_eos\":true,\"temper\\u0061ture\":1}",
            Body.Completions(Body.With("""{"temper\u0061ture":1}"""), "hi"));
    }

    [Theory]
    [InlineData("{\"max_tokens\":5}", "\"max_tokens\":5")]
    [InlineData("{\"max_completion_tokens\":5}", "\"max_completion_tokens\":5")]
    public void Chat_sends_only_one_limit(string extra, string expected)
    {
        string body = Body.Chat(Body.With(extra), "hi");

        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.Equal(body.IndexOf("max_", StringComparison.Ordinal), body.LastIndexOf("max_", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_extra_body_changes_nothing()
    {
        Assert.Equal(Body.Chat(Body.Options, "hi"), Body.Chat(Body.With(" { } "), "hi"));
        Assert.Equal(Body.Chat(Body.Options, "hi"), Body.Chat(Body.Options with { ExtraBody = default(JsonElement) }, "hi"));
    }

    [Fact]
    public void An_extra_body_may_replace_everything()
    {
        const string All = """{"model":1,"messages":2,"max_completion_tokens":3,"temperature":4,"stream":5,"stream_options":6,"ignore_eos":7}""";

        Assert.Equal(All, Body.Chat(Body.With(All), "hi"));
    }

    [Fact]
    public void What_cannot_be_said_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Body.Write(
            Read.Completions, new GenerationRequest { Options = Body.Options, TokenIds = [1], Text = "x"u8, MaxTokens = 1 }));
        Assert.Throws<ArgumentException>(() => Body.Write(
            Read.Chat, new GenerationRequest { Options = Body.Options, TokenIds = [1], MaxTokens = 1 }));
        Assert.Throws<ArgumentException>(() => Body.Chat(Body.Options with { Temperature = double.NaN }, "hi"));
        using JsonDocument array = JsonDocument.Parse("[]");
        Assert.Throws<ArgumentException>(() => Body.Chat(Body.Options with { ExtraBody = array.RootElement }, "hi"));
    }

    [Fact]
    public void Every_api_is_found_by_its_name()
    {
        Assert.Equal(["completions", "chat"], InferenceApis.Names.Take(2));
        Assert.Equal(InferenceApis.Names.Count, InferenceApis.Names.Distinct().Count());
        foreach (string name in InferenceApis.Names)
        {
            Assert.True(InferenceApis.TryGet(name, out IInferenceApi? api));
            Assert.Equal(name, api.Name);
            Assert.StartsWith("/", api.Path, StringComparison.Ordinal);
            Assert.NotEqual(PromptKinds.None, api.Traits.Prompts);
        }

        Assert.False(InferenceApis.TryGet("Chat", out _));
    }
}
