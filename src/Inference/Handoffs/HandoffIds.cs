namespace LoadGen.Inference.Handoffs;

/// <summary>The ids of one attempt.</summary>
/// <param name="RequestId">The client's <c>X-Request-Id</c>, or one made for it; the same on both legs unless the protocol shapes it.</param>
/// <param name="Random">64 random bits, new for each attempt: rooms, transfer ids.</param>
/// <param name="DisaggId">TensorRT-LLM's id: at least 2^40, unique among the routers of a deployment.</param>
/// <param name="PrefillRank">The data-parallel rank chosen at prefill.</param>
/// <param name="DecodeRank">The data-parallel rank chosen at decode.</param>
public readonly record struct HandoffIds(string RequestId, ulong Random, long DisaggId, int PrefillRank, int DecodeRank);
