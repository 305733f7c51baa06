using LoadGen.Inference.Handoffs;

namespace LoadGen.Routing.Pairs;

/// <summary>A client's request, ready to be served by a pair. Its body is shared by all attempts' legs.</summary>
internal sealed record PairRequest
{
    /// <summary>The bytes; each attempt holds them.</summary>
    public required ClientBody Body { get; init; }

    /// <summary>What is in them.</summary>
    public required HandoffRequest Handoff { get; init; }

    /// <summary>Path, query and forwarded fields.</summary>
    public required RequestHead Head { get; init; }

    /// <summary>The client's <c>X-Request-Id</c>, or one made for it.</summary>
    public required string RequestId { get; init; }

    /// <summary>What consistent hashing hashes; empty for nothing.</summary>
    public string AffinityKey { get; init; } = "";

    /// <summary>Its place in a trace.</summary>
    public Observability.Tracing.RequestTrace Trace { get; init; }

    /// <summary>When it must have been answered, in ns of the loop's clock; <see cref="long.MaxValue"/> for no such time.</summary>
    public long DeadlineNs { get; init; } = long.MaxValue;
}
