using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>The own API of Hugging Face's Text Generation Inference: an event for each token, the last with the whole text and the counts.</summary>
public sealed class TgiGenerateApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "tgi";

    /// <inheritdoc/>
    public string Path => "/generate_stream";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new() { Prompts = PromptKinds.Text, EndMarker = "generated_text", CanIgnoreEos = false };

    /// <inheritdoc/>
    public string PathFor(GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Stream ? Path : "/generate";
    }

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        GenerationOptions options = request.Options;
        var body = new RequestBody(output, options.ExtraBody);
        if (body.Begin("inputs"u8))
        {
            body.Json.String(request.Text);
        }

        if (body.BeginSettings("parameters"u8))
        {
            if (body.Begin("max_new_tokens"u8))
            {
                body.Json.Number(request.MaxTokens);
            }

            if (body.Begin("details"u8))
            {
                body.Json.Boolean(true);
            }

            WriteSampling(ref body, options);
            body.EndSettings();
        }

        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        TgiReader.ReadEvent(type, data, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        TgiReader.ReadResponse(body, ref state, ref result);

    // A temperature of 0 is refused there: not to sample is said apart.
    private static void WriteSampling(ref RequestBody body, GenerationOptions options)
    {
        if (options.Temperature is not { } temperature)
        {
            return;
        }

        if (body.Begin("do_sample"u8))
        {
            body.Json.Boolean(temperature > 0);
        }

        if (temperature > 0)
        {
            GenerationBody.WriteTemperature(ref body, options);
        }
    }
}
