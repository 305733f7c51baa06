using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>Chooses how a response is written: the common kind is formatted beforehand, all others go through a JSON writer.</summary>
internal static class ResponseFormats
{
    /// <summary>The events of a stream.</summary>
    public static StreamEvents EventsFor(ResponseIdentity identity, GenerationRequest request)
    {
        if (identity.Api == ApiKind.Generate)
        {
            return new GenerateEvents(identity, request);
        }

        return IsPlain(request)
            ? new EventTemplate(identity, request.PromptTokens, request.IncludeUsage, request.ContinuousUsage, request.CachedTokens)
            : new ChoiceEvents(identity, request);
    }

    /// <summary>The body of a response that does not stream; half of it where the plan wants broken JSON.</summary>
    public static byte[] WholeFor(ResponseIdentity identity, StreamPlan plan, GenerationRequest request)
    {
        byte[] body = identity.Api == ApiKind.Generate ? WholeGenerate.Format(identity, plan, request)
            : IsPlain(request) ? WholeResponse.Format(identity, plan, request.PromptTokens, request.CachedTokens)
            : WholeChoices.Format(identity, plan, request);
        return plan.MalformedAfter < 0 ? body : body[..(body.Length / 2)];
    }

    private static bool IsPlain(GenerationRequest request) => request is { Choices: 1, Logprobs: null, CalledFunction: null };
}
