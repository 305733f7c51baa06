namespace LoadGen.Measurement.Running;

/// <summary>
/// One client's part of a run that several clients make together: request i belongs to lane i mod <paramref name="Lanes"/>, and lane l to
/// client l mod <paramref name="Count"/>. A lane is a stream of a closed loop, so that clients get requests in proportion to their streams;
/// under a schedule there are as many lanes as clients. All clients' requests together are each request of the run once.
/// </summary>
/// <param name="Index">The client, from 0.</param>
/// <param name="Count">Clients.</param>
/// <param name="Lanes">Lanes over all clients: <paramref name="Count"/> or more.</param>
public sealed record ClientShare(int Index, int Count, int Lanes)
{
    /// <summary>All of a run: one client.</summary>
    public static ClientShare Whole { get; } = new(0, 1, 1);

    /// <summary>Lanes of this client.</summary>
    public int OwnLanes => PartOf(Lanes);

    /// <summary>This client's part of a closed loop's streams, or of a limit on streams; the first clients get the odd ones.</summary>
    /// <param name="streams">Over all clients.</param>
    public int PartOf(int streams) => streams / Count + (Index < streams % Count ? 1 : 0);

    /// <summary>The request is this client's.</summary>
    public bool Owns(long request) => request % Lanes % Count == Index;

    /// <summary>The request that is this client's <paramref name="ordinal"/>-th, from 0.</summary>
    public long RequestAt(long ordinal)
    {
        (long round, long lane) = Math.DivRem(ordinal, OwnLanes);
        return (round * Lanes) + Index + (lane * Count);
    }

    /// <summary>How many of the first <paramref name="requests"/> are this client's.</summary>
    public long CountOf(long requests)
    {
        (long rounds, long rest) = Math.DivRem(requests, Lanes);
        return (rounds * OwnLanes) + (rest > Index ? ((rest - Index - 1) / Count) + 1 : 0);
    }
}
