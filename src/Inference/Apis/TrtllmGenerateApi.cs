using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>TensorRT-LLM behind Triton's generate extension, with the inputs of its <c>ensemble</c> and <c>tensorrt_llm_bls</c> models.</summary>
public sealed class TrtllmGenerateApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "trtllm";

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

        if (body.Begin("max_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        // These models have no ignore_eos; a least length of as many tokens does the same.
        if (options.IgnoreEos && body.Begin("min_length"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        GenerationBody.WriteTemperatureAndStream(ref body, options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        TritonReader.ReadEvent(type, data, TextMode.Added, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        TritonReader.ReadResponse(body, ref state, ref result);

    /// <inheritdoc/>
    public InferenceError ReadError(int status, ReadOnlySpan<byte> body) => ErrorReader.Read(status, body);
}
