using LoadGen.Configuration;

namespace LoadGen.Routing.Settings;

/// <summary>Reads and checks a router's configuration file. Whatever is wrong is reported at once, each problem with its position.</summary>
public static class RouterSettingsReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; files that it names are relative to its folder.</param>
    /// <param name="rules">What it is checked against; null: this process's files and environment.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<RouterSettings> Read(string path, SettingsRules? rules = null) => Parse(YamlFile.ReadText(path), path, rules);

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it came from.</param>
    /// <param name="rules">As for <see cref="Read"/>.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<RouterSettings> Parse(string text, string path, SettingsRules? rules = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        YamlDocument<RouterSettings> document = YamlFile.Parse(text, path, RouterSettingsSchema.Instance, (settings, problems) =>
        {
            var context = new CheckContext(settings, problems, rules ?? SettingsRules.Default, folder);
            NumberChecks.Check(context);
            ListenerChecks.Check(context);
            FileChecks.Check(context);
            PoolChecks.Check(context);
            WorkerChecks.Check(context);
            HeaderChecks.Check(context);
        });
        return document.With(SettingsFiles.Resolve(document.Value, folder));
    }
}
