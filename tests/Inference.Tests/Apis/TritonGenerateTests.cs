using LoadGen.Inference.Tests.Support;
using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

/// <summary>Triton's generate extension, and the two sets of inputs with which TensorRT-LLM is served through it.</summary>
public class TritonGenerateTests
{
    [Theory]
    [InlineData("triton", """{"text_input":"Hi","parameters":{"max_tokens":8,"temperature":0,"stream":true,"ignore_eos":true}}""")]
    [InlineData("trtllm", """{"text_input":"Hi","max_tokens":8,"min_length":8,"temperature":0,"stream":true}""")]
    [InlineData("trtllm-llmapi", """{"text_input":"Hi","sampling_param_max_tokens":8,"sampling_param_temperature":0,"sampling_param_ignore_eos":true,"sampling_param_exclude_input_from_output":true,"streaming":true}""")]
    public void A_text_goes_in_with_the_models_own_inputs(string api, string body) => Assert.Equal(body, Conversation.Text(api, "Hi"));

    [Fact]
    public void The_model_and_whether_to_stream_are_said_by_the_path()
    {
        IInferenceApi api = Conversation.Api("triton");

        Assert.Equal("/v2/models/m/generate_stream", api.PathFor(Body.Options));
        Assert.Equal("/v2/models/a%2Fb%20c/generate", api.PathFor(Body.Options with { Model = "a/b c", Stream = false }));
    }

    [Theory]
    [InlineData("triton/text.sse", " Hé \"a\"", 2)]
    [InlineData("trtllm/ensemble.sse", " one two two", 3)]
    [InlineData("trtllm-llmapi/so-far.sse", " 1, 2", 3)]
    public void Events_bring_text_and_nothing_marks_the_end(string fixture, string content, int outputs)
    {
        ApiStream stream = ApiStream.Read(fixture);

        Assert.Equal(content, stream.Content);
        Assert.Equal(outputs, stream.Events.Count(e => e.Output == OutputKinds.Content));
        Assert.DoesNotContain(stream.Events, e => e.IsDone || e.HasUsage);
    }

    [Fact]
    public void Counts_that_a_model_gives_are_added_up()
    {
        ApiStream stream = ApiStream.Read("triton/vllm-counts.sse");

        Assert.Equal([1, 2, 1], stream.Tokens);
        Assert.Equal((FinishReason.Length, new TokenUsage(5, 4, -1, -1)), (stream.Events[^1].Finish, stream.Usage));
    }

    [Fact]
    public void An_error_in_the_middle_is_seen() =>
        Assert.Equal("in ensemble 'ensemble', executor timed out", ApiStream.Read("triton/error.sse").Events[1].Error?.Message);

    [Fact]
    public void A_whole_answer_is_read()
    {
        StreamEvent e = ApiStream.Whole("triton", """{"id":"42","model_name":"m","model_version":"1","text_output":"a b"}""", out string content);

        Assert.Equal(("a b", 3, true), (content, e.OutputBytes, e.HasChoices));
        Assert.Equal("first", Beams());
        Assert.NotNull(ApiStream.Whole("triton", "{}", out _).Malformed);
    }

    private static string Beams()
    {
        ApiStream.Whole("trtllm", """{"text_output":["first","second"]}""", out string content);
        return content;
    }
}
