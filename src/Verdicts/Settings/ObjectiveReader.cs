using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>Turns the objectives of a file into those that are judged, and says what is wrong with them: an SLA's, and a watch's.</summary>
public static class ObjectiveReader
{
    // A percentile is a tail: of what lies below half, the other side is the one that hurts.
    private const double TailLeast = 0.5;

    /// <summary>Adds what is wrong with a file's objectives.</summary>
    /// <param name="problems">Gets it.</param>
    /// <param name="path">The key of the list, such as <c>objectives</c>.</param>
    /// <param name="sections">The list.</param>
    public static void Check(ProblemList problems, string path, IReadOnlyList<ObjectiveSection> sections)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(sections);
        if (sections.Count == 0)
        {
            problems.Add(path, "found an empty list; accepted: at least one objective, such as { metric: ttft, percentile: 99, max: 2000ms }");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < sections.Count; i++)
        {
            string at = $"{path}[{i}]";
            if (Read(sections[i], at, problems) is not { } objective)
            {
                continue;
            }

            // Two bounds on the same thing: one of them says nothing, or both contradict each other.
            string asks = string.Create(CultureInfo.InvariantCulture, $"{objective.Metric} {objective.Kind} {objective.RequiredShare} {objective.Context} {objective.Turns} {objective.Window} {objective.Evaluation} {objective.Dataset}");
            if (!seen.TryAdd(asks, i))
            {
                problems.Add(at, $"asks the same as {path}[{seen[asks]}]; keep the one that is meant");
            }
            else if (!names.TryAdd(objective.Name, i))
            {
                problems.Add(sections[i].Name is null ? at : $"{at}.name", $"'{objective.Name}' is the name of {path}[{names[objective.Name]}] too; accepted: a name of its own");
            }
        }
    }

    /// <summary>The objectives of a file that <see cref="Check"/> found nothing wrong with.</summary>
    /// <param name="sections">The list.</param>
    /// <param name="where">Where the objective of an index stands, as <c>file:line</c>.</param>
    public static IReadOnlyList<Objective> Objectives(IReadOnlyList<ObjectiveSection> sections, Func<int, string> where)
    {
        ArgumentNullException.ThrowIfNull(sections);
        ArgumentNullException.ThrowIfNull(where);
        return [.. sections.Select((section, i) => (Read(section, "", null) ?? throw new ArgumentException("an objective that Check refuses", nameof(sections))) with { Place = where(i) })];
    }

    private static Objective? Read(ObjectiveSection section, string at, ProblemList? problems)
    {
        var checks = new ObjectiveChecks(section, at, problems);
        double? bound = checks.Bound();
        (ObjectiveKind kind, double share) = checks.Kind();
        var objective = new Objective
        {
            Name = section.Name ?? "",
            Metric = section.Metric,
            Kind = kind,
            Bound = bound ?? 0,
            IsLeast = checks.Traits.IsLeast,
            RequiredShare = kind == ObjectiveKind.Rate ? (checks.Traits.IsLeast ? bound ?? 0 : Units.Rest(bound ?? 0)) : share,
            Context = checks.BandOf("context", section.Context, 0, "0-8192 or 8193-"),
            Turns = checks.BandOf("turn", section.Turn, 1, "1, 2- or 2-5"),
            Window = checks.Window(),
            Evaluation = checks.Evaluation(),
            Dataset = checks.Dataset(),
        };
        if (kind == ObjectiveKind.Share && share is < TailLeast or >= 1 && !checks.HasFailed)
        {
            checks.Tail(share);
        }

        return checks.HasFailed ? null : objective with { Name = section.Name ?? ObjectiveNames.Of(objective, section.Percentile) };
    }
}
