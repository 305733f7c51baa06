namespace LoadGen.Measurement.Running;

/// <summary>How many event loops a run takes where the user does not say.</summary>
internal static class LoopCount
{
    // An engine that batches sends a token of every stream at the same instant: a loop reads 250 of them in some 2 ms. One loop can hold
    // thousands of streams, but then the last of a step waits for the first.
    private const int StreamsPerLoop = 250;

    // Where the number of streams is not known beforehand.
    private const int ForUnknownStreams = 4;

    /// <summary>Half the cores at most: the other half is the kernel's, and often the server's.</summary>
    /// <param name="streams">Streams at once; null when unknown.</param>
    /// <param name="cores">Cores this process may use.</param>
    public static int Default(int? streams, int cores)
    {
        int wanted = streams is { } known ? ((known - 1) / StreamsPerLoop) + 1 : ForUnknownStreams;
        return Math.Clamp(wanted, 1, Math.Max(1, cores / 2));
    }
}
