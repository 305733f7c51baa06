using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>OpenAI's embeddings: one body, of which the time and the prompt's tokens are known. The token limit has no meaning here.</summary>
public sealed class EmbeddingsApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "embeddings";

    /// <inheritdoc/>
    public string Path => "/v1/embeddings";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new()
    {
        Prompts = PromptKinds.Text | PromptKinds.TokenIds,
        Framing = ReplyFraming.Whole,
        EndMarker = null,
        StatesFinish = false,
        CanIgnoreEos = false,
        Generates = false,
    };

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        if (body.Begin("input"u8))
        {
            GenerationBody.WritePrompt(ref body, request);
        }

        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        ScoringReader.Read(data, "data"u8, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        ScoringReader.Read(body, "data"u8, ref result);

    /// <inheritdoc/>
    public InferenceError ReadError(int status, ReadOnlySpan<byte> body) => ErrorReader.Read(status, body);
}
