using LoadGen.Inference;
using LoadGen.Transport.Connections;
using LoadGen.Verdicts.Objectives;
using LoadGen.Watching.Alerts;

namespace LoadGen.Watching.Settings;

/// <summary>Makes a plan of a file that was checked.</summary>
internal static class WatchPlanBuilder
{
    public static WatchPlan Build(WatchFile file, string name, IReadOnlyList<Objective> objectives, Func<string, string?> environment, string folder)
    {
        ProbePlan probe = Probe(file.Probe);
        BurnAlert[] alerts = [.. file.Alerts.Select(Alert)];
        return new WatchPlan
        {
            Name = file.Name ?? name,
            Endpoints = [.. file.Endpoints.Select(section => Endpoint(section, file.Probe, probe, environment, folder))],
            Probe = probe,
            Objectives = objectives,
            Windows = [.. file.Windows.Select(Time).Concat(alerts.SelectMany(alert => alert.Windows)).Distinct().Order()],
            Alerts = alerts,
            Webhook = file.Webhook is { } webhook ? new WebhookPlan(new Uri(webhook.Url ?? environment(webhook.UrlEnv!)!.Trim()), webhook.Headers) : null,
            Listen = file.Listen is { } listen ? WatchPlanReader.ListenOf(listen) : null,
            Output = file.Output is { } output ? Path.Combine(folder, output) : Path.Combine("watches", file.Name ?? name),
            Duration = file.Duration is { } duration ? Time(duration) : null,
            Confidence = file.Confidence,
        };
    }

    private static TimeSpan Time(string text) => Durations.Parse(text)!.Value;

    private static ProbePlan Probe(ProbeSection section) => new()
    {
        Interval = Time(section.Interval),
        Jitter = Time(section.Jitter),
        InputTokens = section.Isl,
        OutputTokens = section.Osl,
        Timeout = Time(section.Timeout),
        ConnectTimeout = Time(section.ConnectTimeout),
        Seed = section.Seed,
    };

    private static BurnAlert Alert(AlertSection section) => new()
    {
        Name = section.Name,
        Burn = section.Burn,
        Windows = [.. section.Windows.Select(Time)],
        OverrunsMin = section.OverrunsMin,
        Exit = section.Exit,
    };

    private static WatchedEndpoint Endpoint(EndpointSection section, ProbeSection asked, ProbePlan probe, Func<string, string?> environment, string folder)
    {
        InferenceApis.TryGet(section.Api, out IInferenceApi? api);
        return new WatchedEndpoint
        {
            Name = section.Name,
            Url = EndpointChecks.UrlOf(section.Url)!,
            Api = api!,
            Generation = new GenerationOptions
            {
                Model = section.Model,
                Stream = api!.Traits.Framing != ReplyFraming.Whole,
                IgnoreEos = section.IgnoreEos,
                Temperature = asked.Temperature,
                ExtraBody = section.ExtraBody,
            },
            Headers = Headers(section, api, environment),
            Transport = TransportOptions.Default with
            {
                ConnectTimeout = probe.ConnectTimeout,
                RequestTimeout = probe.Timeout,
                Insecure = section.Insecure,
                CaFile = section.CaFile is { } file ? Path.Combine(folder, file) : null,
            },
        };
    }

    // What the user gives takes the place of what the API would send.
    private static List<KeyValuePair<string, string>> Headers(EndpointSection section, IInferenceApi api, Func<string, string?> environment)
    {
        var headers = section.Headers.ToList();
        if (section.ApiKeyEnv is { } variable)
        {
            headers.Add(api.Authenticate(environment(variable)!.Trim()));
        }

        headers.AddRange(api.Headers.Where(own => !headers.Exists(h => h.Key.Equals(own.Key, StringComparison.OrdinalIgnoreCase))).ToArray());
        return headers;
    }
}
