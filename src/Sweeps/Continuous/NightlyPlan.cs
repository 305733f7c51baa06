using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Continuous;

/// <summary>What a nightly run measures, and why.</summary>
public sealed record NightlyPlan
{
    /// <summary>The points that are measured: those that were not measured yet as they are now.</summary>
    public required SweepPlan Affected { get; init; }

    /// <summary>What changed since the last run.</summary>
    public required IReadOnlyList<ChangeLine> Changes { get; init; }

    /// <summary>Compares a plan with the history.</summary>
    /// <param name="plan">All of the plan: what is known of a configuration is of all its points.</param>
    /// <param name="selected">What of it is looked at; of the rest nothing is measured and nothing written.</param>
    /// <param name="history">What was measured before.</param>
    /// <param name="digests">Of images, now.</param>
    /// <param name="context">What the plan was made with.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="isAll">Measure everything.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<NightlyPlan> CompareAsync(
        SweepPlan plan, SweepPlan selected, HistoryFolder history, IImageDigests digests, PlanContext context, string run, bool isAll, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(selected);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(digests);
        history.Update();
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> before = history.LastFacts();
        var affected = new HashSet<string>(StringComparer.Ordinal);
        var changes = new List<ChangeLine>();
        HashSet<string> wanted = [.. selected.Points.Select(point => point.Id)];
        foreach (ConfigurationPlan configuration in plan.Configurations.Where(one => one.Points.Any(point => wanted.Contains(point.Id))))
        {
            string? digest = await digests.OfAsync(configuration, cancellation);
            Dictionary<string, HistoryLine> last = history.History(configuration.Id).GroupBy(line => line.Point).ToDictionary(group => group.Key, group => group.Last());
            string[] points = [.. configuration.Points.Where(point => wanted.Contains(point.Id)).Where(point => isAll || !IsCurrent(point, last.GetValueOrDefault(point.Id), digest)).Select(point => point.Id)];
            affected.UnionWith(points);
            SortedDictionary<string, string> facts = Facts.Of(configuration, digest, context);
            IReadOnlyList<Change> differences = before.TryGetValue(configuration.Id, out IReadOnlyDictionary<string, string>? old)
                ? Facts.Differences(old, facts)
                : [new Change(Change.NewConfiguration, null, configuration.Id)];
            if (differences.Count > 0)
            {
                changes.Add(new ChangeLine(now, points.Length > 0 ? Path.GetFileName(run) : null, configuration.Id, differences, facts));
            }
        }

        return new NightlyPlan { Affected = SweepSelection.Where(plan, point => affected.Contains(point.Id)), Changes = changes };
    }

    // A digest that nobody knows, then or now, says nothing. One that was not valid is no measurement, unless the plan takes it as it is.
    private static bool IsCurrent(PointPlan point, HistoryLine? last, string? digest) =>
        last is not null && last.Fingerprint == point.Fingerprint && (last.ExitCode != BenchExit.Invalid || point.AllowsInvalid)
        && (digest is null || last.ImageDigest is null || last.ImageDigest == digest);
}
