using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Trtllm;

/// <summary>What both schedules of TensorRT-LLM have in common: an id of the router's making, and the context leg.</summary>
internal abstract class TrtllmHandoff : IHandoff
{
    private static readonly byte[] False = [.. "false"u8];

    public abstract HandoffKind Kind { get; }

    public abstract LegOrder Order { get; }

    public bool HoldsDecodeAbort => false;

    public bool ReclaimsByDecode => false;

    public bool DecodesAlone => true;

    /// <summary>Value of <c>schedule_style</c>.</summary>
    protected abstract int ScheduleStyle { get; }

    public virtual IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode) => [];

    // The context server must answer with one choice; a generation server does the whole of a request that has no hand-off in it.
    public bool CanSplit(HandoffRequest request) => request.Api == GenerationApi.Generate || request.Choices == 1;

    public HandoffExchange Begin(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        if (request.Api == GenerationApi.Generate)
        {
            throw new HandoffException(400, $"/generate is SGLang's own API, and these pools are TensorRT-LLM's ({Handoffs.NameOf(Kind)}): use /v1/completions");
        }

        // As its own router does.
        return request.PromptCount > 1
            ? throw new HandoffException(400, "prompt: TensorRT-LLM takes one prompt a request where it is disaggregated: a string or an array of token ids")
            : Split(request, prefill, decode, ids);
    }

    protected abstract HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids);

    /// <summary>The context server's request.</summary>
    protected LegRequest ContextLeg(HandoffRequest request, HandoffIds ids)
    {
        ReadOnlyMemory<byte> parameters = JsonBytes.Write((ids.DisaggId, ScheduleStyle), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteString(HandoffFields.RequestType, HandoffFields.ContextOnly);
            json.WriteNumber(HandoffFields.DisaggRequestId, s.DisaggId);
            json.WriteNumber(HandoffFields.ScheduleStyle, s.ScheduleStyle);
            json.WriteEndObject();
        });
        return new LegRequest
        {
            Body = new BodyEdit(request.Members)
                .Set(HandoffFields.Stream, False)
                .Remove(HandoffFields.StreamOptions)
                .Set(HandoffFields.DisaggregatedParams, parameters)
                .Build(),
        };
    }
}
