using System.Reflection;
using LoadGen.Configuration;

namespace LoadGen.Verdicts.Settings;

/// <summary>An SLA and where it came from: a file, or one that the binary carries (configs/slas).</summary>
public sealed class SlaSource
{
    private const string Resources = "configs/slas/";
    private const string Extension = ".yaml";

    private SlaSource(string text, string path, string? folder)
    {
        Text = text;
        Sla = SlaFileReader.Parse(text, path);
        Folder = folder;
    }

    /// <summary>SLAs that the binary carries, in alphabetical order.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Resources, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[Resources.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The SLA.</summary>
    public Sla Sla { get; }

    /// <summary>The file's text, as it stands: evidence keeps it.</summary>
    public string Text { get; }

    /// <summary>The file's folder, which files that it names are relative to; null where the binary carries it.</summary>
    public string? Folder { get; }

    private static Assembly Assembly => typeof(SlaSource).Assembly;

    /// <summary>Opens one.</summary>
    /// <param name="name">A name of <see cref="BuiltIn"/>, or a file: what has a slash or ends in .yaml or .yml.</param>
    /// <exception cref="ConfigurationException">It cannot be used, or there is none of that name.</exception>
    public static SlaSource Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('/', StringComparison.Ordinal) || name.EndsWith(Extension, StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal))
        {
            return new SlaSource(YamlFile.ReadText(name), name, Path.GetDirectoryName(Path.GetFullPath(name)));
        }

        if (!BuiltIn.Contains(name))
        {
            string hint = Spelling.Nearest(name, BuiltIn) is { } nearest ? $"did you mean {nearest}? " : "";
            throw new ConfigurationException([new ConfigurationProblem(name, 1, 1, "", $"no SLA is called so; {hint}accepted: {string.Join(", ", BuiltIn)}, or a file such as ./{name}{Extension}")]);
        }

        string resource = Resources + name + Extension;
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return new SlaSource(reader.ReadToEnd(), resource, null);
    }
}
