using System.IO.Enumeration;

namespace LoadGen.Sweeps.Planning;

/// <summary>A part of a plan.</summary>
public static class SweepSelection
{
    /// <summary>The points whose id, or whose configuration's id, matches one of the patterns (<c>*</c>, <c>?</c>).</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="patterns">The patterns; none: all points.</param>
    /// <exception cref="SweepException">A pattern matches nothing.</exception>
    public static SweepPlan Only(SweepPlan plan, IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(patterns);
        if (patterns.Count == 0)
        {
            return plan;
        }

        foreach (string pattern in patterns)
        {
            if (!plan.Points.Any(point => Matches(pattern, point)))
            {
                throw new SweepException($"--only {pattern}: no point and no configuration matches; --plan lists them, * stands for any letters");
            }
        }

        return Where(plan, point => patterns.Any(pattern => Matches(pattern, point)));
    }

    /// <summary>The points that are wanted, with their configurations.</summary>
    public static SweepPlan Where(SweepPlan plan, Predicate<PointPlan> isWanted)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(isWanted);
        return plan with
        {
            Configurations =
            [
                .. plan.Configurations.Select(configuration => configuration with { Points = [.. configuration.Points.Where(point => isWanted(point))] })
                    .Where(configuration => configuration.Points.Count > 0),
            ],
        };
    }

    private static bool Matches(string pattern, PointPlan point) =>
        FileSystemName.MatchesSimpleExpression(pattern, point.Id) || FileSystemName.MatchesSimpleExpression(pattern, point.Configuration);
}
