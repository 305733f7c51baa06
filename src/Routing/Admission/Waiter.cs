namespace LoadGen.Routing.Admission;

/// <summary>A request that waits.</summary>
internal sealed class Waiter(int priority, long number, long deadline)
    // Whoever lets a request in must not run it: that would be another connection's thread, and it may hold the queue's lock.
    : TaskCompletionSource<AdmissionResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Who goes first: higher priority, then earlier arrival.</summary>
    public static IComparer<Waiter> ByTurn { get; } = Comparer<Waiter>.Create((a, b) =>
        a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : a.Number.CompareTo(b.Number));

    /// <summary>Whose time is up first.</summary>
    public static IComparer<Waiter> ByDeadline { get; } = Comparer<Waiter>.Create((a, b) =>
        a.Deadline != b.Deadline ? a.Deadline.CompareTo(b.Deadline) : a.Number.CompareTo(b.Number));

    /// <summary>Higher goes first.</summary>
    public int Priority => priority;

    /// <summary>The order of arrival.</summary>
    public long Number => number;

    /// <summary>By the queue's clock.</summary>
    public long Deadline => deadline;

    /// <summary>Watches for the client's going away.</summary>
    public CancellationTokenRegistration Cancellation { get; set; }
}
