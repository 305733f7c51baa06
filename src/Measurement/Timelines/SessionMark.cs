namespace LoadGen.Measurement.Timelines;

/// <summary>The session that a request is a turn of.</summary>
/// <param name="Id">The dataset's name for it.</param>
/// <param name="Turns">How many turns it has.</param>
/// <param name="StartNs">When its first turn should have started.</param>
public sealed record SessionMark(string Id, int Turns, long StartNs);

/// <summary>What a request did to its session.</summary>
public enum SessionEnd
{
    /// <summary>It goes on, or the run ended first.</summary>
    None,

    /// <summary>It was the last turn: the session is over.</summary>
    Completed,

    /// <summary>It failed, and the session ended with it.</summary>
    Broken,
}
