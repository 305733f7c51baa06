using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Trtllm;

/// <summary>TensorRT-LLM, context first: the context server's answer holds what the generation server has to be told.</summary>
internal sealed class ContextFirstHandoff : TrtllmHandoff
{
    private static readonly byte[] GenerationOnly = [(byte)'"', .. HandoffFields.GenerationOnly, (byte)'"'];

    public override HandoffKind Kind => HandoffKind.TrtllmContextFirst;

    public override LegOrder Order => LegOrder.PrefillFirst;

    protected override int ScheduleStyle => HandoffFields.ContextFirst;

    protected override HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids) =>
        new SerialExchange(ContextLeg(request, ids), needsReply: true, reply =>
        {
            ContextReply context = ContextReply.Read(reply);
            return context.IsFinished
                ? DecodeStep.Finish(ContextAnswer.Write(request, context))
                : DecodeStep.GoOn(GenerationLeg(request, context, ids));
        });

    private LegRequest GenerationLeg(HandoffRequest request, ContextReply context, HandoffIds ids)
    {
        JsonMembers given = context.Parameters();
        BodyEdit parameters = new BodyEdit(given)
            .Set(HandoffFields.RequestType, GenerationOnly)
            .Set(HandoffFields.DisaggRequestId, JsonBytes.Number(ids.DisaggId))
            .Set(HandoffFields.ScheduleStyle, JsonBytes.Number(ScheduleStyle));
        ReadOnlyMemory<byte> usage = context.Reply.Find(HandoffFields.Usage);
        if (JsonValue.IsObject(usage.Span))
        {
            // A release that knows this field counts the prompt by it; one that does not refuses it.
            parameters.SetIfPresent(HandoffFields.CtxUsage, usage);
        }

        var body = new BodyEdit(request.Members);
        ReadOnlyMemory<byte> tokens = context.Reply.Find(HandoffFields.PromptTokenIds);
        if (JsonValue.IsArray(tokens.Span))
        {
            body.Set(request.Api == GenerationApi.Completions ? HandoffFields.Prompt : HandoffFields.PromptTokenIds, tokens);
        }
        else if (request.Api == GenerationApi.Completions)
        {
            throw new HandoffException(502, "context server's reply: no prompt_token_ids, which the generation server needs in place of the prompt");
        }

        return new LegRequest { Body = body.Set(HandoffFields.DisaggregatedParams, parameters.ToArray()).Build() };
    }
}
