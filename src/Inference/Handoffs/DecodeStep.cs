namespace LoadGen.Inference.Handoffs;

/// <summary>What follows from a prefill's reply: either decode's request, or the answer itself because there is nothing left to generate.</summary>
public sealed class DecodeStep
{
    private DecodeStep(LegRequest? request, ReadOnlyMemory<byte> answer) => (Request, Answer) = (request, answer);

    /// <summary>Decode's request; null when <see cref="Answer"/> is the whole response.</summary>
    public LegRequest? Request { get; }

    /// <summary>The client's response body: JSON, or for a streaming client server-sent events that end with <c>[DONE]</c>.</summary>
    public ReadOnlyMemory<byte> Answer { get; }

    /// <summary>Go on with decode.</summary>
    public static DecodeStep GoOn(LegRequest request) => new(request, default);

    /// <summary>The prefill engine has finished the request (TensorRT-LLM: a stop token came first).</summary>
    public static DecodeStep Finish(ReadOnlyMemory<byte> answer) => new(null, answer);
}
