using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Trtllm;

/// <summary>
/// TensorRT-LLM, generation first: both servers work at once. The context server waits for the generation server's side to be set up, so
/// the generation request must be on its way before the context's answer is awaited.
/// </summary>
internal sealed class GenerationFirstHandoff : TrtllmHandoff
{
    public override HandoffKind Kind => HandoffKind.TrtllmGenerationFirst;

    public override LegOrder Order => LegOrder.Concurrent;

    protected override int ScheduleStyle => HandoffFields.GenerationFirst;

    public override IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode) =>
        string.IsNullOrEmpty(prefill.ContextInfoEndpoint)
            ? [$"prefill {prefill.UrlHost}:{prefill.Port}: {Handoffs.NameOf(Kind)} needs its context_info_endpoint, the ctx_info_endpoint of the engine's /server_info"]
            : [];

    protected override HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        ReadOnlyMemory<byte> parameters = JsonBytes.Write((ids.DisaggId, prefill.ContextInfoEndpoint, ScheduleStyle), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteString(HandoffFields.RequestType, HandoffFields.GenerationOnly);
            json.WriteNumber(HandoffFields.CtxRequestId, s.DisaggId);
            json.WriteNumber(HandoffFields.DisaggRequestId, s.DisaggId);
            json.WriteString(HandoffFields.CtxInfoEndpoint, s.ContextInfoEndpoint);
            json.WriteNumber(HandoffFields.ScheduleStyle, s.ScheduleStyle);
            json.WriteEndObject();
        });
        return new ConcurrentExchange(
            ContextLeg(request, ids),
            new LegRequest { Body = new BodyEdit(request.Members).Set(HandoffFields.DisaggregatedParams, parameters).Build() });
    }
}
