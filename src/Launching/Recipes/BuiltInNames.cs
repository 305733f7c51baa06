namespace LoadGen.Launching.Recipes;

/// <summary>
/// The names that expressions know without the recipe's help (docs/recipes.md): an option, a port or a <c>let</c> of the same name would hide
/// one of them, or be hidden by it.
/// </summary>
internal static class BuiltInNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "tp", "ep", "dp", "pp", "isl", "osl", "conc", "role", "sku", "precision", "model", "model_path", "served_name", "gpus_per_node",
        "nodes", "local_gpus", "workers", "worker", "port", "front_port", "address", "leader", "node_rank", "gpus", "files", "true", "false",
    ];

    /// <summary>The name under which an expression knows a port.</summary>
    public static string OfPort(string port) => $"{port}_port";

    /// <summary>Why an option or a <c>let</c> cannot be called so; null where it can.</summary>
    public static string? Wrong(string name) =>
        !RecipeText.IsName(name) ? "an expression cannot name this; accepted: letters, digits and _"
        : All.Contains(name) ? "the name has a meaning already; accepted: another name"
        : null;

    /// <summary>Why a port cannot be called so; null where it can. A role's own port is known to others by the role's name.</summary>
    public static string? WrongPort(string name) =>
        Wrong(name) ?? (All.Contains(OfPort(name)) || RecipeFormat.Roles.Contains(name) ? "the name has a meaning already; accepted: another name" : null);
}
