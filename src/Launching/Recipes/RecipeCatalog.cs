using LoadGen.Configuration;

namespace LoadGen.Launching.Recipes;

/// <summary>The recipes that can be named: those in the program, or those of a folder.</summary>
public sealed class RecipeCatalog
{
    private readonly SortedDictionary<string, (string File, Func<string> Read)> _files;
    private readonly Dictionary<string, Recipe> _recipes = new(StringComparer.Ordinal);

    private RecipeCatalog(SortedDictionary<string, (string File, Func<string> Read)> files) => _files = files;

    /// <summary>The recipes that are part of the program: configs/recipes of the repository it was built from.</summary>
    public static RecipeCatalog BuiltIn { get; } = new(RecipeFiles.Embedded());

    /// <summary>Every id, in alphabetical order; abstract ones too.</summary>
    public IReadOnlyCollection<string> Ids => _files.Keys;

    /// <summary>Recipes from texts, by id; each file is named as its id.</summary>
    internal static RecipeCatalog FromTexts(IReadOnlyDictionary<string, string> texts)
    {
        var files = new SortedDictionary<string, (string, Func<string>)>(StringComparer.Ordinal);
        foreach ((string id, string text) in texts)
        {
            files.Add(id, ($"{id}.yaml", () => text));
        }

        return new RecipeCatalog(files);
    }

    /// <summary>The recipes of a folder's <c>recipes/ENGINE/NAME.yaml</c>; they inherit from one another only.</summary>
    /// <param name="folder">A folder as <c>configs/</c> of the repository.</param>
    /// <exception cref="ConfigurationException">There is no such folder.</exception>
    public static RecipeCatalog FromFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new RecipeCatalog(RecipeFiles.Folder(folder));
    }

    /// <summary>A recipe by its id, or one of the user's own by its file's path, which may extend those of this catalog.</summary>
    /// <param name="idOrPath">Such as <c>sglang/dsr1-fp8-h200</c>, or <c>./mine.yaml</c>.</param>
    /// <exception cref="ConfigurationException">It is wrong: every problem, each with its position.</exception>
    /// <exception cref="ArgumentException">There is no such recipe; names no parameter.</exception>
    public Recipe Get(string idOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(idOrPath);
        lock (_recipes)
        {
            if (_files.ContainsKey(idOrPath))
            {
                return Load(idOrPath, []);
            }

            if (idOrPath.EndsWith(".yaml", StringComparison.Ordinal) || idOrPath.EndsWith(".yml", StringComparison.Ordinal))
            {
                return Build(Path.GetFileNameWithoutExtension(idOrPath), idOrPath, YamlFile.ReadText(idOrPath), []);
            }
        }

        string hint = Spelling.Nearest(idOrPath, Ids) is { } nearest ? $"did you mean '{nearest}'? " : "";
        throw new ArgumentException($"unknown recipe '{idOrPath}'; {hint}accepted: one of 'loadgen recipes', or the path of a file that ends in .yaml");
    }

    /// <summary>Every recipe that can be launched, in the order of their ids.</summary>
    /// <exception cref="ConfigurationException">Some are wrong: the problems of all of them.</exception>
    public IReadOnlyList<Recipe> All()
    {
        var recipes = new List<Recipe>();
        var problems = new List<ConfigurationProblem>();
        foreach (string id in Ids)
        {
            try
            {
                recipes.Add(Get(id));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        // A parent's problems are found again by each of its children.
        return problems.Count == 0 ? [.. recipes.Where(recipe => !recipe.IsAbstract)] : throw new ConfigurationException([.. problems.Distinct()]);
    }

    private Recipe Load(string id, IReadOnlyList<string> children)
    {
        if (!_recipes.TryGetValue(id, out Recipe? recipe))
        {
            (string file, Func<string> read) = _files[id];
            _recipes[id] = recipe = Build(id, file, read(), children);
        }

        return recipe;
    }

    private Recipe Build(string id, string file, string text, IReadOnlyList<string> children)
    {
        var problems = new List<ConfigurationProblem>();
        RecipeMap own = RecipeNode.Map(YamlFile.ParseTree(text, file), file);
        RecipeFormat.File.Check(own, "", problems);
        Recipe? parent;
        try
        {
            parent = Parent(own, id, children);
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException([.. problems, .. e.Problems]);
        }

        if (parent is null && own.Entry("without") is { } without)
        {
            problems.Add(without.KeyPlace.Problem("without", "nothing is inherited that could be removed; accepted: with extends only"));
        }

        RecipeMap root = parent is null ? own : RecipeMerge.Inherit(parent.Root, own, problems);
        var recipe = new Recipe(id, file, own, root, [file, .. parent?.Chain ?? []]);
        RecipeChecks.Check(recipe, own, problems);
        RecipeChecks.ThrowIfAny(problems);
        return recipe;
    }

    private Recipe? Parent(RecipeMap own, string id, IReadOnlyList<string> children)
    {
        // What is no name has been said.
        if (own["extends"] is not RecipeScalar { Text.Length: > 0 } name)
        {
            return null;
        }

        if (name.Text == id || children.Contains(name.Text))
        {
            throw new ConfigurationException([name.Place.Problem("extends", $"a circle: {string.Join(" extends ", [.. children, id, name.Text])}")]);
        }

        return _files.ContainsKey(name.Text)
            ? Load(name.Text, [.. children, id])
            : throw new ConfigurationException([name.Place.Problem("extends", RecipeShape.Unknown("recipe", name.Text, Ids))]);
    }
}
