using System.Globalization;
using System.Net;
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
        if (file.Listen is { } listen && ListenOf(listen) is null)
        {
            problems.Add("listen", $"found '{listen}'; accepted: address:port, such as 127.0.0.1:9464 or [::1]:9464; port 0 takes a free one");
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

    /// <summary>An address to listen on; null where the text is none.</summary>
    public static IPEndPoint? ListenOf(string text)
    {
        // Without its port an address parses too, with port 0; and "1" as 0.0.0.1.
        int colon = text.LastIndexOf(':');
        string host = colon > 0 ? text[..colon] : "";
        bool hasPort = colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        bool hasHost = host.StartsWith('[') ? host.EndsWith(']') : host.Count(c => c == '.') == 3;
        return hasPort && hasHost && IPEndPoint.TryParse(text, out IPEndPoint? endPoint) ? endPoint : null;
    }
}
