using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>
/// A key's requests go to one worker, as long as it does not have too much to do: consistent hashing with bounded loads (Mirrokni, Thorup and
/// Zadimoghaddam 2016). Requests without a key are spread by load.
/// </summary>
internal sealed class ConsistentHashPolicy<TMeasure>(PolicySettings settings) : IWorkerPolicy
    where TMeasure : struct, ILoadMeasure
{
    // With a bound of 1.25 times the mean at most 80% of the workers can be at it, so that a walk goes on past n points in 0.8^n of cases
    // even then: past 32 in one of 1,200. Those few go by load.
    private const int PointsMax = 32;

    // Where the mean is near 0, the second request of a session would be over the bound. An engine batches this many at no cost to speak of.
    private const int AlwaysAllowed = 8;

    private readonly Lock _lock = new();
    private HashRing _ring = HashRing.Empty;

    public string Name => PolicyNames.ConsistentHash;

    public IPicker Prepare(Worker[] eligible)
    {
        lock (_lock)
        {
            _ring = _ring.With(eligible);
            return new Picker(_ring, eligible, settings.LoadFactor);
        }
    }

    private sealed class Picker(HashRing ring, Worker[] workers, double loadFactor) : IPicker
    {
        private readonly PoolLoad _pool = PoolLoad.Of(workers);

        public int Count => workers.Length;

        public Pick Pick(in PickRequest request)
        {
            if (workers.Length == 0 || string.IsNullOrEmpty(request.AffinityKey))
            {
                return ByLoad(request, PickReasons.NoKey);
            }

            long bound = Bound();
            string reason = PickReasons.Hash;
            int at = ring.Find(HashRing.HashOf(request.AffinityKey));
            Worker? seen = null;
            for (int i = 0; i < PointsMax; i++)
            {
                Worker worker = ring.Owner(at, i);
                if (ReferenceEquals(worker, seen))
                {
                    continue;
                }

                seen = worker;
                if (Untried.Has(request.Tried, worker))
                {
                    reason = PickReasons.Tried;
                }
                else if (TMeasure.Of(worker) < bound)
                {
                    return new Pick(worker, reason);
                }
                else if (reason == PickReasons.Hash)
                {
                    reason = PickReasons.LoadBound;
                }
            }

            return ByLoad(request, reason);
        }

        // This request counts too: a worker at the bound has no room for it.
        private long Bound() =>
            Math.Max(AlwaysAllowed, (long)Math.Ceiling(loadFactor * (TMeasure.Of(_pool) + 1) / workers.Length));

        private Pick ByLoad(in PickRequest request, string reason) => TwoChoices<TMeasure>.Choose(workers, request) is { } worker
            ? new Pick(worker, reason)
            : Untried.None(workers);
    }
}
