using LoadGen.Configuration;

namespace LoadGen.Economics.Catalogs;

/// <summary>Where the files of a catalog come from, and the reading of all of them: a catalog with a problem in one file is none.</summary>
internal static class CatalogFiles
{
    public const string Extension = ".yaml";

    /// <summary>The files of a folder.</summary>
    /// <exception cref="ConfigurationException">There is no such folder, it cannot be read, or a name ends in <c>.yml</c>.</exception>
    public static IReadOnlyList<CatalogFile> In(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] files;
        try
        {
            files = Directory.GetFiles(folder);
        }
        catch (DirectoryNotFoundException)
        {
            throw Whole(folder, "the folder does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Whole(folder, $"the folder cannot be read: {e.Message}");
        }

        // Left out in silence it would be missed much later.
        return files.FirstOrDefault(file => file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)) is { } other
            ? throw Whole(other, $"accepted: files whose names end in {Extension}")
            : [.. files.Where(file => file.EndsWith(Extension, StringComparison.Ordinal)).Select(file => new CatalogFile(file, () => YamlFile.ReadText(file)))];
    }

    /// <summary>The files that the binary carries.</summary>
    /// <param name="folder">The repository's folder, such as <c>configs/skus</c>.</param>
    public static IReadOnlyList<CatalogFile> Carried(string folder) =>
    [
        .. from name in typeof(CatalogFiles).Assembly.GetManifestResourceNames()
           where name.StartsWith(folder + "/", StringComparison.Ordinal)
           select new CatalogFile(name, () => Resource(name)),
    ];

    /// <summary>Reads and checks files, in the order of their names.</summary>
    /// <param name="origin">The folder, for problems.</param>
    /// <param name="noun">What a file holds, such as <c>SKU</c>.</param>
    /// <param name="files">The files.</param>
    /// <param name="parse">Reads one: text and path.</param>
    /// <param name="check">Looks at all of them together.</param>
    /// <exception cref="ConfigurationException">There is none, or files are wrong: all problems of all files.</exception>
    public static IReadOnlyList<T> ReadAll<T>(
        string origin, string noun, IEnumerable<CatalogFile> files, Func<string, string, YamlDocument<T>> parse, Func<IReadOnlyList<YamlDocument<T>>, IReadOnlyList<ConfigurationProblem>> check)
    {
        var documents = new List<YamlDocument<T>>();
        var problems = new List<ConfigurationProblem>();
        foreach (CatalogFile file in files.OrderBy(file => Path.GetFileNameWithoutExtension(file.Path), StringComparer.Ordinal))
        {
            try
            {
                documents.Add(parse(file.Read(), file.Path));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        problems.AddRange(check(documents));
        if (problems.Count == 0 && documents.Count == 0)
        {
            throw Whole(origin, $"holds no {noun}; accepted: a folder of {Extension} files, one for each");
        }

        return problems.Count > 0 ? throw new ConfigurationException(problems) : [.. documents.Select(document => document.Value)];
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(CatalogFiles).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static ConfigurationException Whole(string folder, string message) => new([new ConfigurationProblem(folder, 1, 1, "", message)]);
}
