using System.Diagnostics.CodeAnalysis;
using LoadGen.Configuration;

namespace LoadGen.Economics.Skus;

/// <summary>The SKUs that there are, in the order of their ids. Read whole: a catalog with a problem in one file is none.</summary>
public sealed class SkuCatalog
{
    private const string BuiltInFolder = "configs/skus";
    private const string Extension = ".yaml";

    private static readonly Lazy<SkuCatalog> s_builtIn = new(() => Read(BuiltInFolder, BuiltInFiles()));

    private readonly Dictionary<string, Sku> _byId;

    private SkuCatalog(string origin, IReadOnlyList<Sku> skus)
    {
        Origin = origin;
        Skus = skus;
        _byId = skus.ToDictionary(sku => sku.Id, StringComparer.Ordinal);
    }

    /// <summary>The catalog that the binary carries.</summary>
    public static SkuCatalog BuiltIn => s_builtIn.Value;

    /// <summary>The folder that it was read from; <c>configs/skus</c> for the binary's own.</summary>
    public string Origin { get; }

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<Sku> Skus { get; }

    /// <summary>Reads each <c>.yaml</c> file of a folder.</summary>
    /// <param name="path">The folder. Problems name its files as <c>path/file.yaml</c>.</param>
    /// <exception cref="ConfigurationException">There is no such folder, it has no SKU, or files of it are wrong: all problems of all files.</exception>
    public static SkuCatalog FromFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] files;
        try
        {
            files = Directory.GetFiles(path);
        }
        catch (DirectoryNotFoundException)
        {
            throw Whole(path, "the folder does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Whole(path, $"the folder cannot be read: {e.Message}");
        }

        // Left out in silence it would be missed much later.
        return files.FirstOrDefault(file => file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)) is { } other
            ? throw Whole(other, $"accepted: files whose names end in {Extension}")
            : Read(path, files.Where(file => file.EndsWith(Extension, StringComparison.Ordinal)).Select(file => new CatalogFile(file, () => YamlFile.ReadText(file))));
    }

    /// <summary>The SKU with this id.</summary>
    /// <exception cref="UnknownSkuException">There is none.</exception>
    public Sku Get(string id)
    {
        if (TryGet(id, out Sku? sku))
        {
            return sku;
        }

        string hint = Spelling.Nearest(id, _byId.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        throw new UnknownSkuException($"there is no SKU '{id}'{hint} {Origin} has {string.Join(", ", _byId.Keys)}");
    }

    /// <summary>Looks for the SKU with this id.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out Sku? sku) => _byId.TryGetValue(id, out sku);

    private static SkuCatalog Read(string origin, IEnumerable<CatalogFile> files)
    {
        var documents = new List<YamlDocument<Sku>>();
        var problems = new List<ConfigurationProblem>();
        foreach (CatalogFile file in files.OrderBy(file => Path.GetFileNameWithoutExtension(file.Path), StringComparer.Ordinal))
        {
            try
            {
                documents.Add(SkuReader.Parse(file.Read(), file.Path));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        problems.AddRange(CatalogChecks.Check(documents));
        if (problems.Count == 0 && documents.Count == 0)
        {
            throw Whole(origin, $"holds no SKU; accepted: a folder of {Extension} files, one for each");
        }

        return problems.Count > 0 ? throw new ConfigurationException(problems) : new SkuCatalog(origin, [.. documents.Select(document => document.Value)]);
    }

    private static IEnumerable<CatalogFile> BuiltInFiles() =>
        from name in typeof(SkuCatalog).Assembly.GetManifestResourceNames()
        where name.StartsWith(BuiltInFolder, StringComparison.Ordinal)
        select new CatalogFile(name, () => Resource(name));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(SkuCatalog).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static ConfigurationException Whole(string folder, string message) => new([new ConfigurationProblem(folder, 1, 1, "", message)]);
}
