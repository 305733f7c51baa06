using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>One worker after the other, whatever they have to do.</summary>
public sealed class RoundRobinPolicy : IWorkerPolicy
{
    // Kept when the set changes: starting over each time would favour the oldest workers of a fleet that changes often.
    private long _turn = -1;

    /// <inheritdoc/>
    public string Name => PolicyNames.RoundRobin;

    /// <inheritdoc/>
    public IPicker Prepare(Worker[] eligible) => new Picker(this, eligible);

    private sealed class Picker(RoundRobinPolicy policy, Worker[] workers) : IPicker
    {
        public int Count => workers.Length;

        public Pick Pick(in PickRequest request)
        {
            if (workers.Length == 0)
            {
                return Untried.None(workers);
            }

            ulong turn = (ulong)Interlocked.Increment(ref policy._turn);
            return Untried.From(workers, (int)(turn % (ulong)workers.Length), request.Tried) is { } worker
                ? new Pick(worker, PickReasons.RoundRobin)
                : Untried.None(workers);
        }
    }
}
