using System.Runtime.InteropServices;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Judging;

/// <summary>
/// Counts windows of time in which the endpoint was down. A window counts if at least one request was due in it, and is down if fewer
/// than half of those completed, whenever they did. Windows begin at whole multiples of their length after the run's start.
/// An SLA on it has a load by a schedule: in a closed loop nothing is due while the endpoint hangs, and the windows of a hang would be missing.
/// </summary>
internal static class AvailabilityWindows
{
    public static Tally Tally(Objective objective, List<Observation> requests, bool isWhole)
    {
        var windows = new SortedDictionary<long, (int Due, int Completed)>();
        double lengthS = objective.Window.TotalSeconds;
        foreach (ref readonly Observation request in CollectionsMarshal.AsSpan(requests))
        {
            if (objective.Applies(request))
            {
                long window = (long)Math.Floor(request.IntendedS / lengthS);
                (int due, int completed) = windows.GetValueOrDefault(window);
                windows[window] = (due + 1, completed + (request.Outcome == Outcome.Completed ? 1 : 0));
            }
        }

        if (!isWhole && windows.Count > 0)
        {
            // More may be due in the last one.
            windows.Remove(windows.Keys.Last());
        }

        int down = windows.Values.Count(window => window.Completed * 2 < window.Due);
        return new Tally(windows.Count, down, "windows") { Seen = windows.Count == 0 ? null : 1 - ((double)down / windows.Count) };
    }
}
