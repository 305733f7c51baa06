using System.Globalization;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>Whether each role that requests need has a worker to give them to.</summary>
internal sealed class RoleAvailability
{
    private readonly Pool[] _pools;

    public RoleAvailability(Fleet fleet, IReadOnlyList<WorkerRole> roles)
    {
        _pools = [.. roles.Distinct().Select(fleet.PoolOf)];
        if (_pools.Length == 0)
        {
            throw new ArgumentException("no role is needed: name prefill and decode, or both", nameof(roles));
        }
    }

    /// <summary>Every role has a worker. A few reads, whatever the number of workers.</summary>
    public bool IsComplete => Array.TrueForAll(_pools, p => p.EligibleCount > 0);

    public IReadOnlyList<RoleReport> Report() =>
        [.. _pools.Select(p => new RoleReport(RoleNames.Of(p.Role), p.Workers.Count, p.EligibleCount))];

    /// <summary>What is missing, in words; null when nothing is.</summary>
    public string? Missing()
    {
        string[] missing = [.. _pools.Where(p => p.EligibleCount == 0).Select(Missing)];
        return missing.Length == 0 ? null : string.Join("; ", missing);
    }

    private static string Missing(Pool pool)
    {
        string role = pool.Role == WorkerRole.Both ? "aggregated" : RoleNames.Of(pool.Role);
        IReadOnlyList<Worker> workers = pool.Workers;
        if (workers.Count == 0)
        {
            return $"there is no {role} worker";
        }

        string states = string.Join(", ", workers.GroupBy(Standing).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key}")));
        return string.Create(CultureInfo.InvariantCulture, $"no {role} worker can be given requests: of {workers.Count}, {states}");
    }

    private static string Standing(Worker worker) =>
        worker.State == WorkerState.Healthy && worker.Breaker.State == BreakerState.Open
            ? "healthy with its breaker open"
            : RoleNames.Of(worker.State);
}
