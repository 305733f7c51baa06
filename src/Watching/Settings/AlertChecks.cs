using System.Globalization;
using LoadGen.Configuration;

namespace LoadGen.Watching.Settings;

/// <summary>What alerts and their webhook may say.</summary>
internal static class AlertChecks
{
    public static void Check(ProblemList problems, WatchFile file, Func<string, string?> environment)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < file.Alerts.Count; i++)
        {
            AlertSection alert = file.Alerts[i];
            string path = $"alerts[{i}]";
            if (alert.Name.Length == 0 || !names.Add(alert.Name))
            {
                problems.Add($"{path}.name", $"found '{alert.Name}'; accepted: a name of its own");
            }

            if (!(alert.Burn > 0))
            {
                problems.Add($"{path}.burn", string.Create(CultureInfo.InvariantCulture, $"found {alert.Burn}; accepted: a number above 0, such as 14.4: the budget's share of a 30-day month that an hour uses up, times 720"));
            }

            if (alert.OverrunsMin < 1)
            {
                problems.Add($"{path}.overruns_min", $"found {alert.OverrunsMin}; accepted: 1 or more");
            }

            Windows(problems, $"{path}.windows", alert.Windows);
        }

        if (file.Webhook is { } webhook)
        {
            Webhook(problems, webhook, environment);
        }
    }

    /// <summary>Checks a list of windows.</summary>
    public static void Windows(ProblemList problems, string path, IReadOnlyList<string> windows)
    {
        if (windows.Count == 0)
        {
            problems.Add(path, $"found an empty list; accepted: {Durations.Accepted}, one or more");
        }

        var seen = new HashSet<TimeSpan>();
        for (int i = 0; i < windows.Count; i++)
        {
            if (ProbeChecks.Time(problems, $"{path}[{i}]", windows[i], TimeSpan.FromSeconds(1)) is { } window && !seen.Add(window))
            {
                problems.Add($"{path}[{i}]", $"{windows[i]} stands there twice; keep one");
            }
        }
    }

    private static void Webhook(ProblemList problems, WebhookSection webhook, Func<string, string?> environment)
    {
        if (webhook.Url is null == webhook.UrlEnv is null)
        {
            problems.Add("webhook", "accepted: either url, or url_env: the environment variable that holds it");
            return;
        }

        string? text = webhook.Url ?? environment(webhook.UrlEnv!)?.Trim();
        if (text is null || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            problems.Add(
                webhook.Url is null ? "webhook.url_env" : "webhook.url",
                webhook.Url is null ? "the environment variable that it names holds no http:// or https:// URL" : "accepted: an http:// or https:// URL");
        }

        HeaderChecks.Check(problems, "webhook.headers", webhook.Headers);
    }
}
