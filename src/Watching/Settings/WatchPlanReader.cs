using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Watching.Settings;

/// <summary>Reads and checks a watch's file. Whatever is wrong is reported at once, each problem with its position.</summary>
public static class WatchPlanReader
{
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

    // file:line:column without its column.
    private static string LineOf(string place) => place[..place.LastIndexOf(':')];
}
