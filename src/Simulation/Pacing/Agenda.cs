using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Pacing;

/// <summary>What is due when, and the running of it. Knows neither threads nor sleep: a manual clock tests it.</summary>
internal sealed class Agenda(IMonotonicClock clock)
{
    /// <summary>A due time that does not come.</summary>
    public const long Never = long.MaxValue;

    private readonly PriorityQueue<IPaced, long> _queue = new();

    /// <summary>Takes in something new, something that can go on, or something cancelled.</summary>
    public void Accept(IPaced item)
    {
        if (item.CancelRequested)
        {
            // Its old entry, if any, stays until due and then finds nothing to do: removal would search the whole queue.
            item.Abort();
        }
        else if (item.DueNs != Never)
        {
            _queue.Enqueue(item, item.DueNs);
        }
    }

    /// <summary>Runs everything due, in the order of due times, and what becomes due meanwhile.</summary>
    /// <param name="totals">Takes the counts.</param>
    /// <param name="budget">Most items to run before returning, so that newcomers are seen under overload.</param>
    /// <returns>The next due time; in the past when the budget ran out.</returns>
    public long RunDue(PacerTotals totals, int budget)
    {
        while (_queue.TryPeek(out IPaced? item, out long due))
        {
            long now = clock.NowNs;
            if (due > now || budget-- == 0)
            {
                return due;
            }

            long next = item.Run(now, totals);
            if (next == Never)
            {
                _queue.Dequeue();
            }
            else
            {
                _queue.DequeueEnqueue(item, next);
            }
        }

        return Never;
    }
}
