using System.Buffers;
using LoadGen.Inference.Reading;

namespace LoadGen.Inference;

/// <summary>
/// One inference API as bytes: request bodies written, stream events read. Implementations are immutable and thread-safe;
/// what reading one event must know of those before it is kept in the caller's <see cref="StreamState"/>.
/// </summary>
public interface IInferenceApi
{
    /// <summary>The name users type after <c>--api</c>.</summary>
    string Name { get; }

    /// <summary>Path of the endpoint below the base URL, with its leading slash; <c>MODEL</c> stands for the model's name.</summary>
    string Path { get; }

    /// <summary>What it can say and hear.</summary>
    ApiTraits Traits { get; }

    /// <summary>Headers that its requests must have besides the usual ones.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Headers => [];

    /// <summary>The path of a run's requests.</summary>
    string PathFor(GenerationOptions options) => Path;

    /// <summary>The header that carries an API key.</summary>
    KeyValuePair<string, string> Authenticate(string key) => new("Authorization", "Bearer " + key);

    /// <summary>Writes the JSON request body.</summary>
    /// <exception cref="ArgumentException">The request cannot be said in this API.</exception>
    void WriteBody(IBufferWriter<byte> output, in GenerationRequest request);

    /// <summary>Reads the data of one server-sent event into <paramref name="result"/>, which the caller has cleared.</summary>
    /// <param name="type">The event's type, empty when it has none. The type <c>error</c> makes the event an error whatever its data.</param>
    /// <param name="data">The event's data. Never kept.</param>
    /// <param name="state">What the stream's events before said; the default at a stream's start.</param>
    /// <param name="result">What the event says.</param>
    void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result);

    /// <summary>Reads a whole non-streaming response body into <paramref name="result"/>, which the caller has cleared.</summary>
    void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result);

    /// <summary>Reads the body of a response whose status is not 2xx. Never throws: a body that is not JSON gives its first line.</summary>
    InferenceError ReadError(int status, ReadOnlySpan<byte> body) => ErrorReader.Read(status, body);
}
