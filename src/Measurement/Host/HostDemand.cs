using System.Net;
using System.Net.Sockets;

namespace LoadGen.Measurement.Host;

/// <summary>What a run asks of its host.</summary>
/// <param name="Targets">Addresses of the target.</param>
/// <param name="Port">Its port.</param>
/// <param name="Sources">Addresses to connect from; empty leaves the choice to the kernel.</param>
public sealed record HostDemand(IReadOnlyList<IPAddress> Targets, int Port, IReadOnlyList<IPAddress> Sources)
{
    /// <summary>Most streams at once; null when nothing bounds them.</summary>
    public int? Streams { get; init; }

    /// <summary>So many streams will be open at once for certain, not only at worst.</summary>
    public bool IsCertain { get; init; }

    /// <summary>Streams that start at the same moment.</summary>
    public int StartAtOnce { get; init; }

    /// <summary>Pairs of a source address and a target address that can be connected: each has the whole range of local ports.</summary>
    public int AddressPairs => Sources.Count == 0 ? Targets.Count : Targets.Sum(t => Sources.Count(s => s.AddressFamily == t.AddressFamily));

    /// <summary>The target as messages name it.</summary>
    public string TargetName => Targets.Count == 0 ? "the target"
        : (Targets[0].AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Targets[0]}]:{Port}" : $"{Targets[0]}:{Port}")
            + (Targets.Count > 1 ? $" and {Targets.Count - 1} more addresses" : "");

    /// <summary>What a load asks for.</summary>
    /// <param name="targets">Addresses of the target.</param>
    /// <param name="port">Its port.</param>
    /// <param name="sources">Addresses to connect from.</param>
    /// <param name="concurrency">Streams of a closed loop, or the limit under a schedule; null for no limit.</param>
    /// <param name="requests">Requests of the run; null when time ends it.</param>
    /// <param name="isScheduled">Requests start when a schedule says so: how many are open at once depends on the server.</param>
    public static HostDemand Of(
        IReadOnlyList<IPAddress> targets, int port, IReadOnlyList<IPAddress> sources, int? concurrency, int? requests, bool isScheduled)
    {
        int most = Math.Min(concurrency ?? (isScheduled ? int.MaxValue : 1), requests ?? int.MaxValue);

        // Under a schedule without a limit the number of requests is a bound that no sane run comes near.
        bool isBounded = concurrency is not null || !isScheduled;
        return new HostDemand(targets, port, sources)
        {
            Streams = isBounded ? most : null,
            IsCertain = isBounded && !isScheduled,
            StartAtOnce = isScheduled ? 0 : most,
        };
    }
}
