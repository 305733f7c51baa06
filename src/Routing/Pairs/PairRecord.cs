namespace LoadGen.Routing.Pairs;

/// <summary>What an exchange came to, for the counters and the access log.</summary>
internal sealed class PairRecord
{
    /// <summary>The answer; null until there is one.</summary>
    public AttemptResult? Result { get; set; }

    /// <summary>When it began, in ns of the loop's clock.</summary>
    public long StartNs { get; set; }

    /// <summary>Pairs asked.</summary>
    public int Attempts { get; set; }

    /// <summary>The last pair.</summary>
    public PairChoice? Choice { get; set; }

    /// <summary>When decode's first byte came, in ns; 0 when none did.</summary>
    public long FirstByteNs { get; private set; }

    /// <summary>From prefill's reply (or the beginning) to decode's first byte, in ns; 0 when there was none.</summary>
    public long HandoffNs { get; private set; }

    /// <summary>The tokens as decode counts them.</summary>
    public UsageCounts Usage { get; private set; } = UsageCounts.None;

    /// <summary>Bytes of streamed body sent to the client.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes over what an attempt came to.</summary>
    public void Take(PairAttempt attempt, ClientStream client)
    {
        FirstByteNs = attempt.FirstByteNs;
        HandoffNs = attempt.HandoffNs;
        Usage = attempt.Usage;
        Bytes = client.Bytes;
    }
}
