namespace LoadGen.Launching.Planning;

/// <summary>
/// Ports of a plan, each given once, whichever node it is on: nodes of a test may be one host. What takes requests has the port that was
/// asked for, and what stands behind it counts from 100 above.
/// </summary>
internal sealed class PortAllocation(int front)
{
    /// <summary>The last port there is.</summary>
    public const int PortMax = 65_535;

    private const int Gap = 100;

    private readonly Dictionary<string, int> _reserved = new(StringComparer.Ordinal);
    // Wide enough for counts that no host has ports for.
    private long _next = front + Gap;

    /// <summary>Where requests go.</summary>
    public int Front => front;

    /// <summary>A port for a worker that is planned later, whose number another has to be told.</summary>
    public int Reserve(string worker) => _reserved[worker] = Take();

    /// <summary>The port that was reserved for a worker, else the next.</summary>
    public int TakeFor(string worker) => _reserved.TryGetValue(worker, out int port) ? port : Take();

    /// <summary>The first of some ports in a row.</summary>
    /// <exception cref="ArgumentException">There are none left.</exception>
    public int Take(int count = 1)
    {
        long first = _next;
        _next += count;
        return _next - 1 <= PortMax ? (int)first : throw new ArgumentException($"the plan needs ports up to {_next - 1}; accepted: a port low enough for all to stay below {PortMax + 1}");
    }
}
