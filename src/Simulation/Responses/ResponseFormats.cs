using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>Chooses how a response is written: the common kind is formatted beforehand, all others go through a JSON writer.</summary>
internal static class ResponseFormats
{
    /// <summary>The events of a stream.</summary>
    public static StreamEvents EventsFor(ResponseIdentity identity, GenerationRequest request)
    {
        return identity.Api switch
        {
            ApiKind.Generate => new GenerateEvents(identity, request),
            ApiKind.Responses => new ResponsesEvents(identity, request),
            ApiKind.Messages => new MessagesEvents(identity, request),
            ApiKind.Tgi => new TgiEvents(request),
            ApiKind.Triton => new TritonEvents(identity, request.RepeatsText),
            ApiKind.Tokens => new TokensEvents(identity, request),
            _ => IsPlain(request)
                ? new EventTemplate(identity, request.PromptTokens, request.IncludeUsage, request.ContinuousUsage, request.CachedTokens)
                : new ChoiceEvents(identity, request),
        };
    }

    /// <summary>The body of a response that does not stream; half of it where the plan wants broken JSON.</summary>
    public static byte[] WholeFor(ResponseIdentity identity, StreamPlan plan, GenerationRequest request)
    {
        byte[] body = identity.Api switch
        {
            ApiKind.Generate => WholeGenerate.Format(identity, plan, request),
            ApiKind.Responses => WholeText.Format(plan, (json, text) => ResponseObject.Write(json, identity, request, text, plan.Tokens + plan.UsageExcess, plan.Finish)),
            ApiKind.Messages => WholeText.Format(plan, (json, text) => MessageObject.Write(json, identity, request, text, plan.Tokens + plan.UsageExcess, plan.Finish)),
            ApiKind.Tokens => WholeText.Format(plan, (json, _) => TokensEvents.WriteWhole(json, identity, plan)),
            ApiKind.Triton => WholeText.Format(plan, (json, text) => TritonEvents.Write(json, identity, text)),
            _ => IsPlain(request) ? WholeResponse.Format(identity, plan, request.PromptTokens, request.CachedTokens) : WholeChoices.Format(identity, plan, request),
        };
        return plan.MalformedAfter < 0 ? body : body[..(body.Length / 2)];
    }

    private static bool IsPlain(GenerationRequest request) => request is { Choices: 1, Logprobs: null, CalledFunction: null };
}
