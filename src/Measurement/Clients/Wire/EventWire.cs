using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>What a client's steady window was told, as bytes.</summary>
internal static class EventWire
{
    private const int LeastBytes = 3;

    /// <summary>Writes the events.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="events">In the order in which they were told.</param>
    /// <param name="untilNs">The instant up to which there are no others.</param>
    public static void Write(WireWriter to, IReadOnlyList<LoadEvent> events, long untilNs)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(events);
        to.Signed(untilNs);
        to.Unsigned((ulong)events.Count);
        foreach (LoadEvent told in events)
        {
            to.Byte((byte)told.Kind);
            to.Signed(untilNs - told.AtNs);
            to.Signed(untilNs - told.ValueNs);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="from">Where they stand.</param>
    /// <param name="shiftNs">Added to every instant: from the writer's clock to the reader's.</param>
    /// <param name="into">Gets them.</param>
    /// <returns>The instant up to which there are no others, on the reader's clock.</returns>
    public static long Read(ref WireReader from, long shiftNs, ICollection<LoadEvent> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        long untilNs = from.Signed() + shiftNs;
        for (int left = from.Count(LeastBytes); left > 0; left--)
        {
            byte kind = from.Byte();
            if (kind > (byte)LoadEventKind.Stopped)
            {
                throw new WireException($"a control message holds {kind} as an event's kind; the last is {(byte)LoadEventKind.Stopped}");
            }

            into.Add(new LoadEvent((LoadEventKind)kind, untilNs - from.Signed(), untilNs - from.Signed()));
        }

        return untilNs;
    }
}
