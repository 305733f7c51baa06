namespace LoadGen.Simulation.Streams;

/// <summary>Where a stream's bytes are cut so that no event arrives in one piece and no piece ends where an event does.</summary>
internal static class EventSplitter
{
    /// <summary>
    /// The ends of all pieces, in order; the last is the length. Each event is cut inside, at an odd distance from its start that varies
    /// from event to event, and between the two newlines that end it.
    /// </summary>
    /// <param name="bytes">Events, framed or not.</param>
    public static List<int> Cut(ReadOnlySpan<byte> bytes)
    {
        var cuts = new List<int>();
        int start = 0;
        for (int number = 0; start < bytes.Length; number++)
        {
            int newlines = bytes[start..].IndexOf("\n\n"u8);
            int end = newlines < 0 ? bytes.Length : start + newlines + 2;
            int length = end - start;

            // At the very front (inside a chunk's size), then a third and half of the way.
            int inside = (number % 3) switch
            {
                0 => length / 3,
                1 => 1,
                _ => length / 2,
            } | 1;
            Add(start + inside);
            Add(newlines < 0 ? end : end - 1);
            start = end;
        }

        Add(bytes.Length);
        return cuts;

        void Add(int cut)
        {
            int last = cuts.Count == 0 ? 0 : cuts[^1];
            if (cut > last)
            {
                cuts.Add(cut);
            }
        }
    }
}
