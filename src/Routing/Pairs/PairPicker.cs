using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Pairs;

/// <summary>Chooses the workers for an attempt: a pair, or a decode worker alone where splitting is not possible or not worth it.</summary>
internal sealed class PairPicker(Fleet fleet, IHandoff handoff, PairServices services)
{
    // The protocol cannot split the request: decode owns the prompt.
    private const string Unsplittable = "unsplittable";

    /// <summary>Chooses; what is chosen is counted, and must be given back.</summary>
    /// <param name="request">The request.</param>
    /// <param name="random">Random bits for the attempt.</param>
    /// <param name="tried">Workers that failed this request.</param>
    /// <param name="missing">The role that has nobody to offer, when the result is null.</param>
    public PairChoice? Pick(PairRequest request, ulong random, IReadOnlyList<Worker>? tried, out WorkerRole missing)
    {
        var wanted = new PickRequest
        {
            Prompt = request.Handoff.Prompt,
            PromptTokens = request.Handoff.PromptTokensEstimate,
            AffinityKey = request.AffinityKey,
            Random = random,
            Tried = tried,
        };
        missing = WorkerRole.Decode;
        Pick decode = From(fleet.Decode, wanted);
        if (decode.Worker is null)
        {
            return null;
        }

        if (!handoff.CanSplit(request.Handoff))
        {
            return new PairChoice(null, decode, Unsplittable);
        }

        Disaggregation disaggregation = services.Limits.Conditional.Decide(wanted.PromptTokens, decode.CachedTokens);
        if (!disaggregation.Splits && handoff.DecodesAlone)
        {
            return new PairChoice(null, decode, disaggregation.Reason);
        }

        missing = WorkerRole.Prefill;

        // Other bits than decode's: two pools of the same size would go in step.
        Pick prefill = From(fleet.Prefill, wanted with { Random = ulong.RotateLeft(random, 32) });
        if (prefill.Worker is null)
        {
            PairServices.GiveBack(decode, wanted.PromptTokens);
            return null;
        }

        return new PairChoice(prefill, decode, disaggregation.Splits ? disaggregation.Reason : ConditionalDisaggregation.SplitPrompt);
    }

    /// <summary>A decode worker to fetch a cache that nobody wants: another than the one to avoid where there is one. It is counted, and must be given back.</summary>
    public Pick PickForReclaim(Worker chosen, Worker? avoid, ulong random)
    {
        Pick pick = From(fleet.Decode, new PickRequest { PromptTokens = 0, AffinityKey = "", Random = random, Tried = avoid is null ? null : [avoid] });
        if (pick.Worker is not null)
        {
            return pick;
        }

        // Nobody else may be picked: the worker that was chosen for the request may still do it, whatever its breaker says.
        chosen.Load.Begin(0);
        return new Pick(chosen, Unsplittable);
    }

    private Pick From(Pool pool, in PickRequest wanted)
    {
        Pick pick = pool.Pick(wanted);
        services.Metrics.Picked(pool.Role, pool.Policy.Name, pick.Reason);
        return pick;
    }
}
