namespace LoadGen.Shared;

/// <summary>Counts what a thread allocates, exactly.</summary>
internal static class Allocated
{
    private const int Rounds = 5;

    /// <summary>
    /// Bytes that the calling thread allocates in one run of <paramref name="action"/>: the least of several runs. A collection that
    /// another test causes closes the thread's allocation buffer, and what was left of it (up to 8 KB) is counted as allocated: that
    /// spoils a run, never all of them, while an allocation of the action's own is in each.
    /// </summary>
    public static long Bytes(Action action)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
