using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>A way to choose among a pool's workers. Lives as long as the pool; thread-safe.</summary>
public interface IWorkerPolicy
{
    /// <summary>As configuration names it, such as <c>round_robin</c>.</summary>
    string Name { get; }

    /// <summary>Prepares choosing among these workers. Called when the set changes, never per request: whatever costs O(workers) belongs here.</summary>
    IPicker Prepare(Worker[] eligible);

    /// <summary>These workers have left the pool for good: what is remembered of them goes. Called after <see cref="Prepare"/> without them.</summary>
    void Forget(IReadOnlyCollection<Worker> left)
    {
        // Most policies remember nothing of a worker beyond the set that they were last given.
    }
}

/// <summary>Chooses among one set of workers. Its cost must not grow with their number. Thread-safe.</summary>
public interface IPicker
{
    /// <summary>How many workers it chooses from.</summary>
    int Count { get; }

    /// <summary>Chooses. It counts nothing: the pool counts the load at the pick.</summary>
    Pick Pick(in PickRequest request);
}
