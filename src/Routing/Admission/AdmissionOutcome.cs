namespace LoadGen.Routing.Admission;

/// <summary>How asking for admission ended. A closed set; beside it only the client's own cancellation.</summary>
public enum AdmissionOutcome
{
    /// <summary>The request may run.</summary>
    Admitted,

    /// <summary>The queue is full of requests of the same priority or a higher one: 429.</summary>
    QueueFull,

    /// <summary>The request's deadline passed while it waited: 503.</summary>
    DeadlinePassed,

    /// <summary>The router stops: 503.</summary>
    Stopping,
}
