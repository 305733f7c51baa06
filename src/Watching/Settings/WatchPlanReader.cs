using System.Globalization;
using System.Net;
using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Watching.Settings;

/// <summary>Reads and checks a watch's file. Whatever is wrong is reported at once, each problem with its position.</summary>
public static class WatchPlanReader
{
    /// <summary>What problems say of addresses to listen on.</summary>
    public const string ListenAccepted = "address:port, such as 127.0.0.1:9464 or [::1]:9464; port 0 takes a free one";

    // Where a required part is missing, these are never seen: the file is refused.
    private static readonly YamlSchema<WatchFile> s_schema = new(
        WatchFileJson.Default.WatchFile,
        new WatchFile { Endpoints = [], Objectives = [] },
        new EndpointSection { Name = "", Url = "", Model = "" },
        new ProbeSection(),
        new ObjectiveSection { Metric = ObjectiveMetric.Ttft },
        new AlertSection { Name = "", Burn = 1, Windows = [] },
        new WebhookSection());

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Problems name it as it is given here; files that it names are relative to its folder.</param>
    /// <param name="environment">Looks environment variables up; null: this process's.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static WatchPlan Read(string path, Func<string, string?>? environment = null) => Parse(YamlFile.ReadText(path), path, environment);

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it came from.</param>
    /// <param name="environment">As for <see cref="Read"/>.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static WatchPlan Parse(string text, string path, Func<string, string?>? environment = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        environment ??= Environment.GetEnvironmentVariable;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        YamlDocument<WatchFile> document = YamlFile.Parse(text, path, s_schema, (file, problems) =>
        {
            EndpointChecks.Check(problems, file.Endpoints, environment, folder);
            ProbeChecks.Check(problems, file.Probe);
            ObjectiveReader.Check(problems, "objectives", file.Objectives);
            AlertChecks.Check(problems, file, environment);
            WatchChecks.Check(problems, file);
        });
        IReadOnlyList<Objective> objectives = ObjectiveReader.Objectives(document.Value.Objectives, i => LineOf(document.Where($"objectives[{i}]")));
        WatchChecks.CheckBudgets(document, objectives);
        return WatchPlanBuilder.Build(document.Value, Path.GetFileNameWithoutExtension(path), objectives, environment, folder);
    }

    /// <summary>An address to listen on, as a file and an option write it; null where the text is none.</summary>
    public static IPEndPoint? ListenOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Without its port an address parses too, with port 0; and "1" as 0.0.0.1.
        int colon = text.LastIndexOf(':');
        string host = colon > 0 ? text[..colon] : "";
        bool hasPort = colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        bool hasHost = host.StartsWith('[') ? host.EndsWith(']') : host.Count(c => c == '.') == 3;
        return hasPort && hasHost && IPEndPoint.TryParse(text, out IPEndPoint? endPoint) ? endPoint : null;
    }

    // file:line:column without its column.
    private static string LineOf(string place) => place[..place.LastIndexOf(':')];
}
