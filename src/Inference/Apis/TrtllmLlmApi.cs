using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// TensorRT-LLM behind Triton's generate extension, with the inputs of its newer <c>tensorrt_llm</c> model, which is made of the LLM API:
/// each event has all of the text so far.
/// </summary>
public sealed class TrtllmLlmApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "trtllm-llmapi";

    /// <inheritdoc/>
    public string Path => TritonReader.Path;

    /// <inheritdoc/>
    public ApiTraits Traits => TritonReader.Traits;

    /// <inheritdoc/>
    public string PathFor(GenerationOptions options) => TritonReader.PathFor(options);

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        GenerationOptions options = request.Options;
        var body = new RequestBody(output, options.ExtraBody);
        if (body.Begin("text_input"u8))
        {
            body.Json.String(request.Text);
        }

        if (body.Begin("sampling_param_max_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        if (options.Temperature is { } temperature && body.Begin("sampling_param_temperature"u8))
        {
            body.Json.Number(temperature);
        }

        if (options.IgnoreEos && body.Begin("sampling_param_ignore_eos"u8))
        {
            body.Json.Boolean(true);
        }

        if (body.Begin("sampling_param_exclude_input_from_output"u8))
        {
            body.Json.Boolean(true);
        }

        if (body.Begin("streaming"u8))
        {
            body.Json.Boolean(options.Stream);
        }

        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        TritonReader.ReadEvent(type, data, TextMode.SoFar, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        TritonReader.ReadResponse(body, ref state, ref result);

    /// <inheritdoc/>
    public InferenceError ReadError(int status, ReadOnlySpan<byte> body) => ErrorReader.Read(status, body);
}
