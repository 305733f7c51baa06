using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference;

/// <summary>
/// OpenAI's legacy completions as vLLM, SGLang and TensorRT-LLM serve them. The only one of the two APIs that takes token ids, and so
/// the one whose input length is exact.
/// </summary>
public sealed class CompletionsApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "completions";

    /// <inheritdoc/>
    public string Path => "/v1/completions";

    /// <inheritdoc/>
    public bool AcceptsTokenIds => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Both prompts given, a temperature that is no number, or an extra body that is no object.</exception>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request);
        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        if (body.Begin("prompt"u8))
        {
            if (request.TokenIds.IsEmpty)
            {
                body.Json.String(request.Text);
            }
            else
            {
                body.Json.Numbers(request.TokenIds);
            }
        }

        if (body.Begin("max_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        GenerationBody.WriteSettings(ref body, request.Options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamEvent result) =>
        EventReader.ReadEvent(type, data, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamEvent result) => EventReader.ReadResponse(body, ref result);

    /// <inheritdoc/>
    public InferenceError ReadError(int status, ReadOnlySpan<byte> body) => ErrorReader.Read(status, body);
}
