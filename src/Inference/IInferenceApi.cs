using System.Buffers;

namespace LoadGen.Inference;

/// <summary>
/// One inference API as bytes: request bodies written, stream events read. Implementations are immutable and thread-safe;
/// neither direction keeps state between calls.
/// </summary>
public interface IInferenceApi
{
    /// <summary>The name users type after <c>--api</c>.</summary>
    string Name { get; }

    /// <summary>Path of the endpoint below the base URL, with its leading slash.</summary>
    string Path { get; }

    /// <summary>True when prompts may be sent as token ids.</summary>
    bool AcceptsTokenIds { get; }

    /// <summary>Writes the JSON request body.</summary>
    void WriteBody(IBufferWriter<byte> output, in GenerationRequest request);

    /// <summary>Reads the data of one server-sent event into <paramref name="result"/>, which the caller has cleared.</summary>
    /// <param name="type">The event's type, empty when it has none. The type <c>error</c> makes the event an error whatever its data.</param>
    /// <param name="data">The event's data. Never kept.</param>
    /// <param name="result">What the event says.</param>
    void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamEvent result);

    /// <summary>Reads a whole non-streaming response body into <paramref name="result"/>, which the caller has cleared.</summary>
    void ReadResponse(ReadOnlySpan<byte> body, ref StreamEvent result);

    /// <summary>Reads the body of a response whose status is not 2xx. Never throws: a body that is not JSON gives its first line.</summary>
    InferenceError ReadError(int status, ReadOnlySpan<byte> body);
}

/// <summary>One generation to ask for. Either <see cref="TokenIds"/> or <see cref="Text"/> is the prompt.</summary>
public readonly ref struct GenerationRequest
{
    /// <summary>What is the same for every request of a run.</summary>
    public required GenerationOptions Options { get; init; }

    /// <summary>The prompt as token ids; empty when the prompt is text.</summary>
    public ReadOnlySpan<int> TokenIds { get; init; }

    /// <summary>The prompt as UTF-8 text; empty when the prompt is token ids.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Output tokens asked for (<c>max_tokens</c>).</summary>
    public required int MaxTokens { get; init; }
}

/// <summary>What every request body of a run has in common.</summary>
public sealed record GenerationOptions
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Ask for a stream of events.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>Ask the engine to go on past end-of-sequence until <c>max_tokens</c> (vLLM, SGLang, TensorRT-LLM). Not an OpenAI field.</summary>
    public bool IgnoreEos { get; init; } = true;

    /// <summary>Sampling temperature; null leaves the field out. InferenceX sends 0.</summary>
    public double? Temperature { get; init; } = 0.0;

    /// <summary>Ask for usage at the end of a stream (<c>stream_options.include_usage</c>).</summary>
    public bool IncludeUsage { get; init; } = true;

    /// <summary>
    /// Further top-level fields: a JSON object, already parsed. A field named here replaces the one that would have been written.
    /// </summary>
    public System.Text.Json.JsonElement? ExtraBody { get; init; }
}
