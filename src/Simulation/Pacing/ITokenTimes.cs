namespace LoadGen.Simulation.Pacing;

/// <summary>When the tokens of one stream are due. Used by the stream's pacer alone.</summary>
internal interface ITokenTimes
{
    /// <summary>When a chunk is due.</summary>
    /// <param name="first">The index of its first token.</param>
    /// <param name="count">How many tokens it has at least.</param>
    /// <returns><see cref="Agenda.Never"/> while that is not known: the stream is told when it is.</returns>
    long ChunkDueNs(int first, int count);

    /// <summary>How many tokens a chunk has, of those still to come.</summary>
    /// <param name="first">The index of its first token, which is due.</param>
    /// <param name="count">How many it has at least.</param>
    int ChunkTokens(int first, int count);
}
