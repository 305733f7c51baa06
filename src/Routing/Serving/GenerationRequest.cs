using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Serving;

/// <summary>A generating request whose body has been read: a feature of its <c>HttpContext</c>.</summary>
/// <param name="Api">Which API it is for.</param>
/// <param name="Body">The bytes; whoever read them lets go of them at the request's end.</param>
/// <param name="Handoff">What is in them.</param>
/// <param name="AffinityKey">What consistent hashing hashes; empty for nothing.</param>
internal sealed record GenerationRequest(GenerationApi Api, ClientBody Body, HandoffRequest Handoff, string AffinityKey);
