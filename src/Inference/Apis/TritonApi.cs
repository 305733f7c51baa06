using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// The generate extension of Triton's and KServe's protocol v2: a text goes in, texts come out, and the parameters are the model's own.
/// What models and backends differ in is their parameters' names, and whether an event has all of the text so far.
/// </summary>
public abstract class TritonApi : IInferenceApi
{
    private readonly TextMode _mode;

    private protected TritonApi(TextMode mode) => _mode = mode;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public string Path => "/v2/models/MODEL/generate_stream";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new() { Prompts = PromptKinds.Text, EndMarker = null, StatesFinish = false };

    /// <inheritdoc/>
    public string PathFor(GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return $"/v2/models/{Uri.EscapeDataString(options.Model)}/{(options.Stream ? "generate_stream" : "generate")}";
    }

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        var body = new RequestBody(output, request.Options.ExtraBody);
        if (body.Begin("text_input"u8))
        {
            body.Json.String(request.Text);
        }

        WriteParameters(ref body, request);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        TritonReader.ReadEvent(type, data, _mode, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        TritonReader.ReadResponse(body, ref state, ref result);

    /// <summary>Writes what comes beside the text.</summary>
    private protected abstract void WriteParameters(ref RequestBody body, in GenerationRequest request);
}
