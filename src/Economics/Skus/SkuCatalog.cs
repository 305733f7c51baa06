using System.Diagnostics.CodeAnalysis;
using LoadGen.Configuration;
using LoadGen.Economics.Catalogs;

namespace LoadGen.Economics.Skus;

/// <summary>The SKUs that there are, in the order of their ids. Read whole: a catalog with a problem in one file is none.</summary>
public sealed class SkuCatalog
{
    private const string BuiltInFolder = "configs/skus";

    private static readonly Lazy<SkuCatalog> s_builtIn = new(() => Read(BuiltInFolder, CatalogFiles.Carried(BuiltInFolder)));

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
    public static SkuCatalog FromFolder(string path) => Read(path, CatalogFiles.In(path));

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

    private static SkuCatalog Read(string origin, IReadOnlyList<CatalogFile> files) =>
        new(origin, CatalogFiles.ReadAll(origin, "SKU", files, SkuReader.Parse, CatalogChecks.Check));
}
