namespace LoadGen.Simulation.Streams;

/// <summary>What stands on the wire after the last token.</summary>
internal enum StreamEnding
{
    /// <summary>Finish reason, usage if asked, <c>[DONE]</c>.</summary>
    Complete,

    /// <summary>Finish reason and usage, but no <c>[DONE]</c>.</summary>
    NoDone,

    /// <summary>The body just ends.</summary>
    NoFinish,

    /// <summary>An error event, then <c>[DONE]</c>.</summary>
    Error,

    /// <summary>The connection closes in mid-body.</summary>
    Cut,

    /// <summary>Bytes that are no chunk size, then the connection closes.</summary>
    MalformedChunk,

    /// <summary>Nothing more, and no close.</summary>
    Stall,
}
