using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// The generate extension of Triton's and KServe's protocol v2: a text goes in, texts come out, and the parameters are the model's own.
/// These are the names of Triton's vLLM backend.
/// </summary>
public sealed class TritonGenerateApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "triton";

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

        if (body.BeginSettings("parameters"u8))
        {
            if (body.Begin("max_tokens"u8))
            {
                body.Json.Number(request.MaxTokens);
            }

            GenerationBody.WriteTemperatureAndStream(ref body, options);
            GenerationBody.WriteIgnoreEos(ref body, options);
            body.EndSettings();
        }

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
