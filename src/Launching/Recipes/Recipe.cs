using LoadGen.Configuration;

namespace LoadGen.Launching.Recipes;

/// <summary>How to start an engine: a file of <c>configs/recipes/</c> with all that it inherits.</summary>
public sealed class Recipe
{
    /// <summary>What <c>skus</c> holds for a recipe that runs on any, and on none.</summary>
    public const string AnySku = "any";

    internal Recipe(string id, string file, RecipeMap own, RecipeMap root, IReadOnlyList<string> chain)
    {
        Id = id;
        File = file;
        Root = root;
        Chain = chain;
        IsAbstract = own.Text("abstract") is { } text && text.StartsWith("t", StringComparison.OrdinalIgnoreCase);
        About = own.Text("about") ?? "";
        Options = [.. root.Section("options").Entries.Select(Option)];
    }

    /// <summary>Such as <c>sglang/dsr1-fp8-h200</c>: its folder and its file's name.</summary>
    public string Id { get; }

    /// <summary>The file, as problems and origins name it.</summary>
    public string File { get; }

    /// <summary>It is there to be inherited from, and cannot be launched.</summary>
    public bool IsAbstract { get; }

    /// <summary>What it is, in a line; empty where its name says so.</summary>
    public string About { get; }

    /// <summary>The files that it is made of, itself first.</summary>
    public IReadOnlyList<string> Chain { get; }

    /// <summary>vllm, sglang, trtllm, dynamo, atom, or another name.</summary>
    public string Engine => Root.Text("engine") ?? "";

    /// <summary>The model, as Hugging Face names it.</summary>
    public string Model => Root.Text("model") ?? "";

    /// <summary>The model as requests name it.</summary>
    public string ServedName => Root.Text("served_name") ?? Model;

    /// <summary>The model's family, such as <c>dsr1</c>.</summary>
    public string ModelPrefix => Root.Text("model_prefix") ?? "";

    /// <summary>Precisions of the weights that it is for; the first is the default.</summary>
    public IReadOnlyList<string> Precisions => [.. Root.Scalars("precisions").Select(scalar => scalar.Text)];

    /// <summary>The SKUs that it is for, or <see cref="AnySku"/>.</summary>
    public IReadOnlyList<string> Skus => [.. Root.Scalars("skus").Select(scalar => scalar.Text)];

    /// <summary>It runs on every SKU, and on a host without.</summary>
    public bool IsForAnySku => Skus is [AnySku];

    /// <summary>Where its settings were taken from.</summary>
    public string Source => Root.Text("source") ?? "";

    /// <summary>It has a prefill pool and a decode pool.</summary>
    public bool IsDisaggregated => Root.Section("roles").Entry("prefill") is not null;

    /// <summary>What its user may choose.</summary>
    public IReadOnlyList<RecipeOption> Options { get; }

    /// <summary>Says that an abstract one cannot be launched, before anything else is asked about it.</summary>
    /// <exception cref="ConfigurationException">It is abstract.</exception>
    public void RefuseAbstract()
    {
        if (IsAbstract)
        {
            throw new ConfigurationException([ProblemAt("abstract", $"{Id} is there to be extended and cannot be launched; accepted: one of 'loadgen recipes'")]);
        }
    }

    /// <summary>Everything that it says, inherited or its own.</summary>
    internal RecipeMap Root { get; }

    /// <summary>A problem of one of its keys, at that key's place.</summary>
    internal ConfigurationProblem ProblemAt(string key, string message)
    {
        RecipeEntry? entry = Root.Entry(key);
        return (entry is null ? Root.Place : entry.Value is RecipeScalar ? entry.Value.Place : entry.KeyPlace).Problem(entry is null ? "" : key, message);
    }

    private static RecipeOption Option(RecipeEntry entry) => entry.Value is RecipeMap map
        ? new RecipeOption(entry.Key, map.Text("default") ?? "", [.. map.Scalars("choices").Select(choice => choice.Text)], map.Text("about") ?? "")
        : new RecipeOption(entry.Key, (entry.Value as RecipeScalar)?.Text ?? "", [], "");
}
