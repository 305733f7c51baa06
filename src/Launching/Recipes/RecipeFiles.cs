using System.Reflection;
using LoadGen.Configuration;

namespace LoadGen.Launching.Recipes;

/// <summary>Where the files of a catalog come from.</summary>
internal static class RecipeFiles
{
    // Of the embedded files: as the project file names them.
    private const string Prefix = "configs/recipes/";
    private const string Suffix = ".yaml";

    /// <summary>The files that are part of the program, by id.</summary>
    public static SortedDictionary<string, (string File, Func<string> Read)> Embedded()
    {
        Assembly assembly = typeof(RecipeFiles).Assembly;
        var files = new SortedDictionary<string, (string, Func<string>)>(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            files.Add(name[Prefix.Length..^Suffix.Length], (name, () => ReadResource(assembly, name)));
        }

        return files;
    }

    /// <summary>The files of a folder's <c>recipes/</c>, by id.</summary>
    /// <exception cref="ConfigurationException">There is no such folder.</exception>
    public static SortedDictionary<string, (string File, Func<string> Read)> Folder(string folder)
    {
        string recipes = Path.Combine(folder, "recipes");
        if (!Directory.Exists(recipes))
        {
            throw new ConfigurationException([new ConfigurationProblem(folder, 1, 1, "", $"there is no folder {recipes}; accepted: a folder as configs/ of the repository, with recipes/ENGINE/NAME.yaml in it")]);
        }

        var files = new SortedDictionary<string, (string, Func<string>)>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(recipes, "*" + Suffix, SearchOption.AllDirectories))
        {
            string id = Path.GetRelativePath(recipes, path)[..^Suffix.Length].Replace('\\', '/');
            files.Add(id, (path, () => YamlFile.ReadText(path)));
        }

        return files;
    }

    private static string ReadResource(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the resource {name} is gone");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
