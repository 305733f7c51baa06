using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;
using LoadGen.Watching.Windows;

namespace LoadGen.Watching.Settings;

/// <summary>What the rest of a watch's file may say.</summary>
internal static class WatchChecks
{
    private const double ConfidenceLeast = 0.5;

    public static void Check(ProblemList problems, WatchFile file)
    {
        AlertChecks.Windows(problems, "windows", file.Windows);
        if (file.Listen is { } listen && WatchPlanReader.ListenOf(listen) is null)
        {
            problems.Add("listen", $"found '{listen}'; accepted: {WatchPlanReader.ListenAccepted}");
        }

        if (file.Duration is { } duration)
        {
            ProbeChecks.Time(problems, "duration", duration, TimeSpan.FromSeconds(1));
        }

        if (file.Confidence is not (>= ConfidenceLeast and < 1))
        {
            problems.Add("confidence", string.Create(CultureInfo.InvariantCulture, $"found {file.Confidence}; accepted: 0.5 to below 1, such as 0.99"));
        }
    }

    /// <summary>Objectives that a probe cannot hold anyone to.</summary>
    /// <exception cref="ConfigurationException">There are some.</exception>
    public static void CheckBudgets(YamlDocument<WatchFile> document, IReadOnlyList<Objective> objectives)
    {
        ConfigurationProblem[] problems =
        [
            .. objectives.Select((objective, i) => (Path: $"objectives[{i}]", Problem: ErrorBudget.ProblemOf(objective)))
                .Where(found => found.Problem is not null)
                .Select(found => document.ProblemAt(found.Path, found.Problem!)),
        ];
        if (problems.Length > 0)
        {
            throw new ConfigurationException(problems);
        }
    }
}
