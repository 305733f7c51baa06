namespace LoadGen.Workloads.Traces;

/// <summary>
/// A trace as columns, in order of time: 24 bytes a request, and 8 for each block hash, all requests' hashes in one array.
/// Immutable once built, hence safe from any thread.
/// </summary>
internal sealed class TraceRows
{
    public required long[] OffsetsNs { get; init; }

    public required int[] InputTokens { get; init; }

    public required int[] OutputTokens { get; init; }

    /// <summary>Where each request's hashes begin in <see cref="BlockIds"/>.</summary>
    public required int[] BlockStarts { get; init; }

    public required int[] BlockCounts { get; init; }

    public required long[] BlockIds { get; init; }

    /// <summary>Which session each request belongs to, 0 for none; empty where the trace knows no sessions.</summary>
    public required long[] Sessions { get; init; }

    /// <summary>Wait of each request after its session's answer before it, in ns, −1 where it is not said; empty where it never is.</summary>
    public required long[] DelaysNs { get; init; }

    public int Count => OffsetsNs.Length;

    public ReadOnlySpan<long> BlocksOf(int index) => BlockIds.AsSpan(BlockStarts[index], BlockCounts[index]);
}
