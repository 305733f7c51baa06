namespace LoadGen.Measurement.Clients.Wire;

/// <summary>The messages of a control connection. A closed set; docs/several-machines.md draws their order.</summary>
internal enum FrameKind : byte
{
    /// <summary>Coordinator: say what time it is. Number of the question.</summary>
    Probe = 1,

    /// <summary>Coordinator: which client this is, of how many, and the model to ask for.</summary>
    Setup = 2,

    /// <summary>Coordinator: all are ready; begin the warm-up, where there is one.</summary>
    WarmUp = 3,

    /// <summary>Coordinator: when the measurement begins, on the client's clock.</summary>
    Start = 4,

    /// <summary>Coordinator: end now, and report.</summary>
    Stop = 5,

    /// <summary>Coordinator: that was all; or, with a reason, this client is not wanted.</summary>
    Bye = 6,

    /// <summary>Client: who it is.</summary>
    Hello = 16,

    /// <summary>Client: number of a question, when it came, when the answer was written.</summary>
    Answer = 17,

    /// <summary>Client: its host can carry its part; what the look at the host found.</summary>
    Ready = 18,

    /// <summary>Client: it cannot go on, and why; whether that is the user's to mend.</summary>
    Failed = 19,

    /// <summary>Client: requests that ended, and what its window was told.</summary>
    Batch = 20,

    /// <summary>Client: what arrived in an interval.</summary>
    Interval = 21,

    /// <summary>Client: its warm-up is over; it waits for the start.</summary>
    Warmed = 22,

    /// <summary>Client: its part is over; its report.</summary>
    Done = 23,
}
