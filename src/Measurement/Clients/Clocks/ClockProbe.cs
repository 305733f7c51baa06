namespace LoadGen.Measurement.Clients.Clocks;

/// <summary>One question for the time, as in NTP: four instants, two of each clock.</summary>
/// <param name="AskedNs">The question left, on the asker's clock.</param>
/// <param name="HeardNs">It came, on the other's.</param>
/// <param name="AnsweredNs">The answer left, on the other's.</param>
/// <param name="ReceivedNs">It came, on the asker's.</param>
public readonly record struct ClockProbe(long AskedNs, long HeardNs, long AnsweredNs, long ReceivedNs)
{
    /// <summary>Time that both ways took together.</summary>
    public long RoundTripNs => ReceivedNs - AskedNs - (AnsweredNs - HeardNs);

    /// <summary>The other's clock − the asker's, if both ways took as long.</summary>
    public long OffsetNs => ((HeardNs - AskedNs) + (AnsweredNs - ReceivedNs)) / 2;

    /// <summary>By so much the offset may be wrong: one way may have taken all the time, the other none.</summary>
    public long ErrorNs => (RoundTripNs + 1) / 2;
}
