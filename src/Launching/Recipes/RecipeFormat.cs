using LoadGen.Configuration;

namespace LoadGen.Launching.Recipes;

/// <summary>The keys of a recipe's file (docs/recipes.md says what each is for).</summary>
internal static class RecipeFormat
{
    /// <summary>The roles that a recipe may have.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["engine", "prefill", "decode", "frontend"];

    /// <summary>The parts that make up a worker: for all roles at the top, for one below <c>roles</c>.</summary>
    private static readonly Dictionary<string, RecipeShape> s_worker = new(StringComparer.Ordinal)
    {
        ["image"] = RecipeShape.Image,
        ["command"] = RecipeShape.Some(RecipeShape.Value),
        ["flags"] = new RecipeShape("space or equals", CheckFlags),
        ["env"] = Environment(),
        ["args"] = Arguments(),
        ["files"] = Files(),
        ["container_flags"] = RecipeShape.List(RecipeShape.Word),
        ["parallel"] = RecipeShape.Keys(new Dictionary<string, RecipeShape>
        {
            ["tp"] = RecipeShape.Value,
            ["ep"] = RecipeShape.Value,
            ["dp"] = RecipeShape.Value,
            ["pp"] = RecipeShape.Value,
        }),
        ["gpus"] = RecipeShape.Value,
        ["ports"] = RecipeShape.Names(RecipeShape.Value, BuiltInNames.WrongPort),
        ["let"] = RecipeShape.Names(RecipeShape.Value, BuiltInNames.Wrong),
        ["when"] = RecipeShape.Names(RecipeShape.Keys(new Dictionary<string, RecipeShape>
        {
            ["if"] = RecipeShape.Value,
            ["env"] = Environment(),
            ["args"] = Arguments(),
            ["files"] = Files(),
        })),
        ["readiness"] = RecipeShape.Keys(new Dictionary<string, RecipeShape>
        {
            ["health"] = RecipeShape.UrlPath,
            ["models"] = RecipeShape.UrlPath,
            ["canary"] = RecipeShape.UrlPath,
            ["port_limit_s"] = RecipeShape.Seconds,
            ["health_limit_s"] = RecipeShape.Seconds,
            ["model_limit_s"] = RecipeShape.Seconds,
            ["canary_limit_s"] = RecipeShape.Seconds,
        }),
    };

    private static readonly RecipeShape s_role = RecipeShape.Keys(new Dictionary<string, RecipeShape>(s_worker)
    {
        ["count"] = RecipeShape.Value,
        ["served_by"] = RecipeShape.Plain,
    });

    private static readonly Dictionary<string, RecipeShape> s_file = new(s_worker)
    {
        ["extends"] = RecipeShape.Line,
        ["abstract"] = RecipeShape.Truth,
        ["about"] = RecipeShape.Plain,
        ["source"] = RecipeShape.Plain,
        ["engine"] = RecipeShape.Line,
        ["model"] = RecipeShape.Line,
        ["served_name"] = RecipeShape.Line,
        ["model_prefix"] = RecipeShape.Line,
        ["precisions"] = RecipeShape.Some(RecipeShape.Precision),
        ["skus"] = RecipeShape.Some(RecipeShape.Line),
        ["options"] = RecipeShape.Names(
            RecipeShape.Either(
                RecipeShape.Keys(new Dictionary<string, RecipeShape>
                {
                    ["default"] = RecipeShape.Plain,
                    ["choices"] = RecipeShape.List(RecipeShape.Plain),
                    ["about"] = RecipeShape.Plain,
                }),
                RecipeShape.Plain),
            BuiltInNames.Wrong),
        ["router"] = RecipeShape.Keys(new Dictionary<string, RecipeShape> { ["protocol"] = RecipeShape.Plain }),
        ["roles"] = RecipeShape.Keys(Roles.ToDictionary(role => role, _ => s_role)),
        ["without"] = new RecipeShape("a mapping that ends in lists of names", CheckWithout),
    };

    /// <summary>A whole file.</summary>
    public static RecipeShape File { get; } = RecipeShape.Keys(s_file);

    /// <summary>Whether a file may have this key.</summary>
    public static bool IsKey(string key) => s_file.ContainsKey(key);

    private static RecipeShape Environment() => RecipeShape.Names(
        RecipeShape.Either(new RecipeShape("{from: host}", CheckFromHost), RecipeShape.Word),
        RecipeText.WrongVariable);

    private static RecipeShape Arguments() => RecipeShape.Names(RecipeShape.Either(RecipeShape.List(RecipeShape.Word), RecipeShape.Word), RecipeText.WrongFlag);

    private static RecipeShape Files() => RecipeShape.Names(
        RecipeShape.Any,
        key => key.Length > 0 && key != "." && key != ".." && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? null
            : "this is no name of a file; accepted: letters, digits, _, - and .");

    private static void CheckFlags(RecipeNode node, string path, List<ConfigurationProblem> problems)
    {
        if (node is not RecipeScalar { Text: "space" or "equals" })
        {
            problems.Add(node.Place.Problem(path, $"found {node.Describe()}; accepted: space (--flag value) or equals (--flag=value)"));
        }
    }

    private static void CheckFromHost(RecipeNode node, string path, List<ConfigurationProblem> problems)
    {
        if (node is not RecipeMap { Entries: [{ Key: "from", Value: RecipeScalar { Text: "host" } }] })
        {
            problems.Add(node.Place.Problem(path, $"found {node.Describe()}; accepted: a value, or {{from: host}} for a variable that the launcher has"));
        }
    }

    private static void CheckWithout(RecipeNode node, string path, List<ConfigurationProblem> problems)
    {
        switch (node)
        {
            case RecipeMap map:
                foreach (RecipeEntry entry in map.Entries)
                {
                    CheckWithout(entry.Value, RecipeShape.Child(path, entry.Key), problems);
                }

                break;
            case RecipeList list when list.Items.All(item => item is RecipeScalar):
                break;
            default:
                problems.Add(node.Place.Problem(path, $"found {node.Describe()}; accepted: a mapping as in the parent that ends in lists of names, such as {{args: [NAME]}}"));
                break;
        }
    }
}
