namespace LoadGen.Inference.Handoffs;

/// <summary>
/// A client's request body: its bytes, where its top-level members stand, and the few values that routing needs. One pass, no copy, no
/// object model.
/// </summary>
public sealed class HandoffRequest
{
    private HandoffRequest(ReadOnlyMemory<byte> bytes, GenerationApi api) => (Bytes, Api) = (bytes, api);

    /// <summary>The whole body as the client sent it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Which API it is for.</summary>
    public GenerationApi Api { get; }
}
