using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>Reads and checks an SLA's file. Whatever is wrong is reported at once, each problem with its position.</summary>
public static class SlaFileReader
{
    private const double ConfidenceLeast = 0.5;

    // Where a required part is missing, it is never seen: the file is refused.
    private static readonly YamlSchema<SlaFile> s_schema = new(
        SlaFileJson.Default.SlaFile,
        new SlaFile { Load = new Dictionary<string, System.Text.Json.JsonElement>(), Objectives = [] },
        new ObjectiveSection { Metric = ObjectiveMetric.Ttft });

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Problems name it as it is given here.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static Sla Read(string path) => Parse(YamlFile.ReadText(path), path);

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it came from.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static Sla Parse(string text, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        YamlDocument<SlaFile> document = YamlFile.Parse(text, path, s_schema, Check);
        SlaFile file = document.Value;
        return new Sla
        {
            Name = file.Name ?? Path.GetFileNameWithoutExtension(path),
            File = file,
            Objectives = ObjectiveReader.Objectives(file.Objectives, i => LineOf(document.Where($"objectives[{i}]"))),
            Load = new SlaLoad(file.Load),
        };
    }

    private static void Check(SlaFile file, ProblemList problems)
    {
        if (file.Confidence is < ConfidenceLeast or >= 1)
        {
            problems.Add("confidence", string.Create(CultureInfo.InvariantCulture, $"found {file.Confidence}; accepted: 0.5 to below 1, such as 0.99"));
        }

        SlaLoad.Check(file.Load, problems);
        ObjectiveReader.Check(problems, "objectives", file.Objectives);
        SlaLoad.CheckAvailability(file.Load, file.Objectives, problems);
    }

    // file:line:column without its column.
    private static string LineOf(string place) => place[..place.LastIndexOf(':')];
}
