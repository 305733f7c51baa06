using LoadGen.Simulation.Handoffs.Channel;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>What a decode leg asks for, once it has been found right.</summary>
/// <param name="Prefill">Where the prefill engine listens.</param>
/// <param name="Ids">Ids of the hand-offs.</param>
/// <param name="Facts">What the leg says of them.</param>
/// <param name="Waits">Prefill may still be on its way: wait for it.</param>
/// <param name="Reclaims">A leg that is aborted before it has the cache tells prefill to free it.</param>
internal sealed record DecodeOrder(HostPort Prefill, IReadOnlyList<string> Ids, IReadOnlyDictionary<string, string> Facts, bool Waits, bool Reclaims);
