using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>Makes a plan of a file: matrices multiplied, launches planned, points named and fingerprinted. Nothing is started.</summary>
public static class SweepPlanner
{
    // A point takes a minute at least: this is more than two months.
    private const int PointsMax = 100_000;

    /// <summary>Plans.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="context">What else there is.</param>
    /// <exception cref="ConfigurationException">It cannot be planned: every problem, at the configuration that has it.</exception>
    public static SweepPlan Plan(YamlDocument<SweepFile> file, string text, PlanContext context)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        var configurations = new List<ConfigurationPlan>();
        var problems = new List<ConfigurationProblem>();
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        int points = 0;
        for (int i = 0; i < file.Value.Configurations.Count && points <= PointsMax; i++)
        {
            string path = $"configurations[{i}]";
            ConfigurationSection section = ConfigurationMerge.Over(file.Value.Defaults, file.Value.Configurations[i]);
            foreach (ConfigurationPlan plan in PlanAll(file, path, section, context, problems))
            {
                points += plan.Points.Count;
                if (paths.TryAdd(plan.Id, path))
                {
                    configurations.Add(plan);
                }
                else
                {
                    string other = paths[plan.Id] == path ? "search spaces of its own" : file.Where(paths[plan.Id]);
                    problems.Add(file.ProblemAt(path, $"two engines come out as '{plan.Id}', this one's and that of {other}; accepted: a name that tells them apart, or one search space with all concurrencies"));
                }
            }
        }

        if (points > PointsMax)
        {
            problems.Add(file.ProblemAt("configurations", string.Create(CultureInfo.InvariantCulture, $"its lists multiply into more than {PointsMax} points; accepted: fewer")));
        }

        if (problems.Count > 0)
        {
            throw new ConfigurationException([.. problems.Distinct().OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
        }

        return new SweepPlan { Name = NameOf(file), Text = text, Configurations = configurations };
    }

    private static List<ConfigurationPlan> PlanAll(
        YamlDocument<SweepFile> file, string path, ConfigurationSection section, PlanContext context, List<ConfigurationProblem> problems)
    {
        var plans = new List<ConfigurationPlan>();
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(file.File)) ?? "/";
            var planner = new VariantPlanner(section, context, folder);
            foreach (Variant variant in Variant.Of(section))
            {
                try
                {
                    plans.Add(planner.Plan(variant));
                }
                catch (ConfigurationException e)
                {
                    problems.AddRange(e.Problems.Select(problem => file.ProblemAt($"{path}.search_space[{variant.Space}]", problem.ToString())));
                }
                catch (ArgumentException e) when (e.ParamName is null)
                {
                    problems.Add(file.ProblemAt($"{path}.search_space[{variant.Space}]", e.Message));
                }
            }
        }
        catch (ArgumentException e) when (e.ParamName is null)
        {
            problems.Add(file.ProblemAt(path, e.Message));
        }

        return plans;
    }

    private static string NameOf(YamlDocument<SweepFile> file)
    {
        string name = file.Value.Name ?? Slug.Of(Path.GetFileNameWithoutExtension(file.File));
        return name.Length > 0 ? name : "sweep";
    }
}
