using LoadGen.Configuration;
using LoadGen.Economics.Catalogs;

namespace LoadGen.Economics.Models;

/// <summary>The model shapes that there are, in the order of their ids. Read whole: a catalog with a problem in one file is none.</summary>
public sealed class ModelCatalog
{
    private const string BuiltInFolder = "configs/models";

    private static readonly Lazy<ModelCatalog> s_builtIn = new(() => Read(BuiltInFolder, CatalogFiles.Carried(BuiltInFolder)));

    private readonly Dictionary<string, ModelShape> _byName = new(StringComparer.OrdinalIgnoreCase);

    private ModelCatalog(string origin, IReadOnlyList<ModelShape> models)
    {
        Origin = origin;
        Models = models;
        foreach (ModelShape model in models)
        {
            foreach (string name in NamesOf(model))
            {
                _byName[name] = model;
            }
        }
    }

    /// <summary>The catalog that the binary carries.</summary>
    public static ModelCatalog BuiltIn => s_builtIn.Value;

    /// <summary>The folder that it was read from; <c>configs/models</c> for the binary's own.</summary>
    public string Origin { get; }

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<ModelShape> Models { get; }

    /// <summary>Reads each <c>.yaml</c> file of a folder.</summary>
    /// <exception cref="ConfigurationException">There is no such folder, it has no model, or files of it are wrong: all problems of all files.</exception>
    public static ModelCatalog FromFolder(string path) => Read(path, CatalogFiles.In(path));

    /// <summary>The model with this id or alias, in whatever case.</summary>
    /// <exception cref="UnknownModelException">There is none.</exception>
    public ModelShape Get(string name)
    {
        if (_byName.TryGetValue(name, out ModelShape? model))
        {
            return model;
        }

        string hint = Spelling.Nearest(name, _byName.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        throw new UnknownModelException($"there is no model shape '{name}'{hint} {Origin} has {string.Join(", ", Models.Select(shape => shape.Id))}");
    }

    private static ModelCatalog Read(string origin, IReadOnlyList<CatalogFile> files) =>
        new(origin, CatalogFiles.ReadAll(origin, "model", files, ModelReader.Parse, CheckNames));

    private static IEnumerable<string> NamesOf(ModelShape model) => [model.Id, .. model.Aliases];

    private static List<ConfigurationProblem> CheckNames(IReadOnlyList<YamlDocument<ModelShape>> documents)
    {
        var problems = new List<ConfigurationProblem>();
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (YamlDocument<ModelShape> document in documents)
        {
            Once(document, "id", document.Value.Id);
            for (int i = 0; i < document.Value.Aliases.Count; i++)
            {
                Once(document, $"aliases[{i}]", document.Value.Aliases[i]);
            }
        }

        return problems;

        void Once(YamlDocument<ModelShape> document, string path, string name)
        {
            if (!seen.TryAdd(name, document.Where(path)))
            {
                problems.Add(document.ProblemAt(path, $"'{name}' stands already at {seen[name]}"));
            }
        }
    }
}
