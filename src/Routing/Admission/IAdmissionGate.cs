namespace LoadGen.Routing.Admission;

/// <summary>A condition beside the number of requests under way, without which a queue lets nobody in. Thread-safe.</summary>
public interface IAdmissionGate
{
    /// <summary>Raised when there may be room again, on whatever thread: the queue then looks. True: everybody may look, not just the next.</summary>
    event Action<bool>? Freed;

    /// <summary>Requests may be let in.</summary>
    bool IsOpen { get; }
}
