using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>OpenAI's embeddings.</summary>
public sealed class EmbeddingsApi() : ScoringApi(PromptKinds.Text | PromptKinds.TokenIds)
{
    /// <inheritdoc/>
    public override string Name => "embeddings";

    /// <inheritdoc/>
    public override string Path => "/v1/embeddings";

    private protected override ReadOnlySpan<byte> ListName => "data"u8;

    private protected override void WritePrompt(ref RequestBody body, in GenerationRequest request)
    {
        if (body.Begin("input"u8))
        {
            GenerationBody.WritePrompt(ref body, request);
        }
    }
}
