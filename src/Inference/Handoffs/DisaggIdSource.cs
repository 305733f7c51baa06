namespace LoadGen.Inference.Handoffs;

/// <summary>
/// Makes TensorRT-LLM's <c>disagg_request_id</c>: a positive int64 of 39 bits of milliseconds, 8 of a node, 6 of a process and a counter of
/// 10, at least 2^40, below which engines number their own requests. Thread-safe, without a lock. No id comes twice: milliseconds
/// and counter are one number that only grows, so a clock that goes back, or more than 1,024 ids in a millisecond, borrow from the future.
/// </summary>
public sealed class DisaggIdSource
{
    /// <summary>Nodes: 0 to 255.</summary>
    public const int NodeMax = (1 << NodeBits) - 1;

    /// <summary>Processes of a node: 0 to 63.</summary>
    public const int ProcessMax = (1 << ProcessBits) - 1;

    private const int TimestampBits = 39;
    private const int NodeBits = 8;
    private const int ProcessBits = 6;
    private const int CounterBits = 10;

    /// <summary>2^16 ms make an id of 2^40: what is earlier, by a wrong clock, counts as this.</summary>
    private const long EarliestMs = 1L << (40 - NodeBits - ProcessBits - CounterBits);

    // 39 bits of milliseconds are 17 years: counted from here they last until 2042.
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider _time;
    private readonly long _place;
    private long _last;

    /// <summary>Creates it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="node">The node, 0 to <see cref="NodeMax"/>; no two routers of a deployment have the same node and process.</param>
    /// <param name="process">The process on the node, 0 to <see cref="ProcessMax"/>.</param>
    public DisaggIdSource(TimeProvider time, int node, int process = 0)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(node, NodeMax);
        ArgumentOutOfRangeException.ThrowIfNegative(process);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(process, ProcessMax);
        _time = time;
        _place = ((long)node << (ProcessBits + CounterBits)) | ((long)process << CounterBits);
    }

    /// <summary>A new id.</summary>
    public long Next()
    {
        long now = Math.Max(EarliestMs, (long)(_time.GetUtcNow() - Epoch).TotalMilliseconds) << CounterBits;
        long last = Volatile.Read(ref _last);
        while (true)
        {
            long next = Math.Max(last + 1, now);
            long seen = Interlocked.CompareExchange(ref _last, next, last);
            if (seen == last)
            {
                return Compose(next);
            }

            last = seen;
        }
    }

    private long Compose(long number)
    {
        long timestamp = (number >> CounterBits) & ((1L << TimestampBits) - 1);
        long counter = number & ((1L << CounterBits) - 1);
        return (timestamp << (NodeBits + ProcessBits + CounterBits)) | _place | counter;
    }
}
