using LoadGen.Configuration;

namespace LoadGen.Sweeps.Settings;

/// <summary>Reads and checks a sweep's file. Whatever is wrong is reported at once, each problem with its position.</summary>
public static class SweepFileReader
{
    private static readonly YamlSchema<SweepFile> s_schema = new(
        SweepFileJson.Default.SweepFile,
        new SweepFile { Configurations = [] },
        new ConfigurationSection(),
        new ScenarioSection(),
        new SearchSection(),
        new RoleSection(),
        new EvalSection(),
        new LoadSection(),
        new LimitsSection(),
        new PowerSection(),
        new LaunchSection(),
        new SlurmSection());

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Problems name it as it is given here.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<SweepFile> Read(string path) => Parse(YamlFile.ReadText(path), path);

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it came from.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<SweepFile> Parse(string text, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return YamlFile.Parse(text, path, s_schema, SweepFileChecks.Check);
    }
}
