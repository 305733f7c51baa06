using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>One protocol as an engine speaks it: judges the legs, and words what goes wrong.</summary>
internal abstract class RoleProtocol(HandoffSettings settings)
{
    protected HandoffSettings Settings => settings;

    /// <summary>Judges a prefill leg.</summary>
    /// <exception cref="EngineErrorException">It is not as the protocol has it.</exception>
    public abstract PrefillOrder ReadPrefill(LegCall call);

    /// <summary>Judges a decode leg.</summary>
    /// <returns>Null for a request without a hand-off, which the engine serves alone.</returns>
    /// <exception cref="EngineErrorException">It is not as the protocol has it.</exception>
    public abstract DecodeOrder? ReadDecode(LegCall call);

    /// <summary>The error of a prefill whose id is in use or used up.</summary>
    public abstract EngineErrorException Reused(LegCall call, string id);

    /// <summary>The error of a prefill for which no decode came in time, or whose hand-off was ended.</summary>
    public abstract EngineErrorException NotFetched(LegCall call, string id, KvEnd end);

    /// <summary>The error of a decode whose question got no cache.</summary>
    /// <param name="call">The leg.</param>
    /// <param name="id">The hand-off's id.</param>
    /// <param name="answer">Prefill's answer; null: it could not be reached or went.</param>
    /// <param name="why">What happened, in plain words.</param>
    public abstract EngineErrorException NotGiven(LegCall call, string id, ChannelMessage? answer, string why);

    /// <summary>A prefill's cache is computed: by default it waits to be fetched.</summary>
    public virtual Task DeliverAsync(LegCall call, PrefillOrder order, IReadOnlyList<KvHandoff> handoffs, HandoffNode node)
    {
        foreach (KvHandoff handoff in handoffs)
        {
            node.Book.Publish(handoff, leased: !order.AnswersAfterTransfer);
        }

        return Task.CompletedTask;
    }

    /// <summary>A decode that has been told what to fetch: by default it asks prefill.</summary>
    public virtual Task<ChannelMessage> FetchAsync(DecodeOrder order, string id, HandoffNode node, CancellationToken cancellation)
    {
        var facts = new Dictionary<string, string>(order.Facts) { ["wait"] = order.Waits ? "1" : "0" };
        return node.Client.AskAsync(order.Prefill, new ChannelMessage("PULL", id, facts), cancellation);
    }
}
