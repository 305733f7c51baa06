using LoadGen.Measurement.Clients.Merging;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>What a client told ten times a second: whether its target is simulated, events, then the requests that ended.</summary>
internal static class BatchWire
{
    // The fixed fields of a request take at least so many bytes.
    private const int LeastRequestBytes = 16;

    /// <summary>Takes it in.</summary>
    /// <param name="from">The message.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="shiftNs">From the client's clock to the coordinator's.</param>
    /// <param name="into">Gets it.</param>
    /// <param name="pool">Where timelines come from.</param>
    /// <returns>A response said that its server is simulated.</returns>
    /// <exception cref="WireException">It is none; what stands before the fault is taken in.</exception>
    public static bool Read(ref WireReader from, int client, long shiftNs, PhaseMerge into, TimelinePool pool)
    {
        bool isSimulated = from.Bool();
        var events = new List<LoadEvent>();
        long untilNs = EventWire.Read(ref from, shiftNs, events);
        foreach (LoadEvent told in events)
        {
            into.Add(client, told);
        }

        for (int left = from.Count(LeastRequestBytes); left > 0; left--)
        {
            RequestTimeline timeline = pool.Rent();
            TimelineWire.Read(ref from, timeline, shiftNs);
            into.Add(client, timeline);
        }

        from.End();
        into.Told(client, untilNs);
        return isSimulated;
    }
}
