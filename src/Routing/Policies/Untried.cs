using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>Goes past workers that have failed a request already. Costs grow with their number, never with the pool's.</summary>
internal static class Untried
{
    // A draw that hits a tried worker is repeated, which keeps the choice among the others even; only where most have been tried does
    // a walk end it.
    private const int Redraws = 4;

    public static bool Has(IReadOnlyList<Worker>? tried, Worker worker)
    {
        if (tried is null)
        {
            return false;
        }

        for (int i = 0; i < tried.Count; i++)
        {
            if (ReferenceEquals(tried[i], worker))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A worker drawn at random; null when all have been tried.</summary>
    public static Worker? Draw(Worker[] workers, ref Draws draws, IReadOnlyList<Worker>? tried)
    {
        if (workers.Length == 0)
        {
            return null;
        }

        int at = draws.Next(workers.Length);
        for (int i = 0; i < Redraws && Has(tried, workers[at]); i++)
        {
            at = draws.Next(workers.Length);
        }

        return From(workers, at, tried);
    }

    /// <summary>
    /// The first worker from <paramref name="at"/> on, around the end, that was not tried; null when all have been tried. Of more workers
    /// than were tried one at least is left, so the walk is no longer than the list of those.
    /// </summary>
    public static Worker? From(Worker[] workers, int at, IReadOnlyList<Worker>? tried)
    {
        int steps = Math.Min(workers.Length, (tried?.Count ?? 0) + 1);
        for (int i = 0; i < steps; i++)
        {
            Worker worker = workers[at];
            if (!Has(tried, worker))
            {
                return worker;
            }

            at = at + 1 == workers.Length ? 0 : at + 1;
        }

        return null;
    }

    /// <summary>What to answer where there is no worker to pick.</summary>
    public static Pick None(Worker[] workers) =>
        new(null, workers.Length == 0 ? PickReasons.NoWorker : PickReasons.AllTried);
}
