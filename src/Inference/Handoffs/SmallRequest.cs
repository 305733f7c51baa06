using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs;

/// <summary>A request made small: the same prompt for one token, in one piece.</summary>
public static class SmallRequest
{
    private static readonly byte[] False = [.. "false"u8];
    private static readonly byte[] One = [.. "1"u8];

    /// <summary>
    /// The request that fetches a cache which nobody wants any more: what it generates is thrown away. OpenAI's APIs only, since the
    /// protocols that need it are vLLM's.
    /// </summary>
    public static HandoffRequest Of(HandoffRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return HandoffRequest.Read(Edit(request).ToArray(), request.Api);
    }

    /// <summary>One token, not streamed. A least number of tokens above one would be refused.</summary>
    internal static BodyEdit Edit(HandoffRequest request) => new BodyEdit(request.Members)
        .Set(HandoffFields.Stream, False)
        .Set(HandoffFields.MaxTokens, One)
        .SetIfPresent(HandoffFields.MaxCompletionTokens, One)
        .Remove(HandoffFields.StreamOptions)
        .Remove(HandoffFields.MinTokens)
        .Remove(HandoffFields.MinCompletionTokens);
}
