using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>An API that generates nothing: one body, of which the time and the prompt's tokens are known. The token limit has no meaning here.</summary>
public abstract class ScoringApi : IInferenceApi
{
    private protected ScoringApi(PromptKinds prompts) => Traits = new()
    {
        Prompts = prompts,
        Framing = ReplyFraming.Whole,
        EndMarker = null,
        StatesFinish = false,
        CanIgnoreEos = false,
        Generates = false,
    };

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Path { get; }

    /// <inheritdoc/>
    public ApiTraits Traits { get; }

    /// <summary>The name of the list that a reply must have.</summary>
    private protected abstract ReadOnlySpan<byte> ListName { get; }

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        WritePrompt(ref body, request);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        ScoringReader.Read(data, ListName, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        ScoringReader.Read(body, ListName, ref result);

    /// <summary>Writes what comes beside the model's name.</summary>
    private protected abstract void WritePrompt(ref RequestBody body, in GenerationRequest request);
}
