using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Launching.Recipes;

/// <summary>What only shows in a recipe with all that it inherits.</summary>
internal static class RecipeChecks
{
    private static readonly string[] s_required = ["engine", "model", "precisions", "skus", "source"];

    /// <summary>Adds what is wrong with it.</summary>
    /// <param name="recipe">The recipe, which may have problems already: what would only follow from them is not said.</param>
    /// <param name="own">Its own file.</param>
    /// <param name="problems">Those of its file, to which more are added.</param>
    public static void Check(Recipe recipe, RecipeMap own, List<ConfigurationProblem> problems)
    {
        bool areRolesRight = !problems.Exists(problem => problem.Path.Split('.', '[')[0] is "roles" or "router");
        bool areKeysKnown = own.Entries.All(entry => RecipeFormat.IsKey(entry.Key));
        RecipeMap roles = recipe.Root.Section("roles");
        CheckProtocol(recipe, areRolesRight, problems);
        CheckOptions(recipe, roles, problems);
        CheckWhen(recipe.Root.Section("when"), "when", problems);
        foreach (RecipeEntry role in roles.Entries)
        {
            CheckWhen((role.Value as RecipeMap)?.Section("when") ?? RecipeMap.Empty, $"roles.{role.Key}.when", problems);
        }

        if (recipe.IsAbstract || !areKeysKnown)
        {
            return;
        }

        foreach (string key in s_required.Where(key => recipe.Root.Entry(key) is null))
        {
            problems.Add(recipe.Root.Place.Problem("", $"the key '{key}' is missing; accepted: it, or abstract: true for a recipe that others extend"));
        }

        if (areRolesRight)
        {
            CheckRoles(recipe, roles, problems);
        }
    }

    public static void ThrowIfAny(List<ConfigurationProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new ConfigurationException([.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
        }
    }

    private static void CheckRoles(Recipe recipe, RecipeMap roles, List<ConfigurationProblem> problems)
    {
        bool hasPrefill = roles.Entry("prefill") is not null;
        bool isPair = hasPrefill && roles.Entry("decode") is not null;
        if (hasPrefill != (roles.Entry("decode") is not null))
        {
            problems.Add(recipe.ProblemAt("roles", "prefill and decode need each other; accepted: both, or neither"));
        }

        if (isPair && roles.Entry("engine") is not null)
        {
            problems.Add(recipe.ProblemAt("roles", "engine is what does both phases; accepted: prefill and decode, or engine"));
        }

        bool hasFrontend = roles.Entry("frontend") is not null;
        if (isPair && hasFrontend == (recipe.Root.Entry("router") is not null))
        {
            problems.Add(recipe.ProblemAt("router", "prefill and decode need one thing before them; accepted: router, or roles.frontend"));
        }

        foreach (RecipeEntry role in roles.Entries)
        {
            var map = (RecipeMap)role.Value;
            if (map["served_by"] is RecipeScalar other && (roles.Entry(other.Text) is null || other.Text == role.Key))
            {
                problems.Add(other.Place.Problem($"roles.{role.Key}.served_by", RecipeShape.Unknown("role", other.Text, roles.Entries.Select(entry => entry.Key).Where(key => key != role.Key))));
            }
        }

        if (recipe.Root.Entry("command") is null && roles.Entries.Count == 0)
        {
            problems.Add(recipe.Root.Place.Problem("", "the key 'command' is missing; accepted: a list of words, here or in each role"));
        }
    }

    private static void CheckProtocol(Recipe recipe, bool isRouterRight, List<ConfigurationProblem> problems)
    {
        if (recipe.Root.Section("router")["protocol"] is RecipeScalar protocol && !Handoffs.TryFind(protocol.Text, out _))
        {
            problems.Add(protocol.Place.Problem("router.protocol", RecipeShape.Unknown("protocol", protocol.Text, Handoffs.Names)));
        }
        else if (isRouterRight && recipe.Root.Entry("router") is { } router && recipe.Root.Section("router")["protocol"] is null)
        {
            problems.Add(router.KeyPlace.Problem("router", $"the key 'protocol' is missing; accepted: {string.Join(", ", Handoffs.Names)}"));
        }
    }

    private static void CheckOptions(Recipe recipe, RecipeMap roles, List<ConfigurationProblem> problems)
    {
        string[] ports =
        [
            .. RecipeFormat.Roles.Select(BuiltInNames.OfPort),
            .. new[] { recipe.Root }.Concat(roles.Entries.Select(role => role.Value).OfType<RecipeMap>())
                .SelectMany(map => map.Section("ports").Entries).Select(entry => BuiltInNames.OfPort(entry.Key)),
        ];
        foreach (RecipeEntry entry in recipe.Root.Section("options").Entries)
        {
            RecipeOption option = recipe.Options.First(option => option.Name == entry.Key);
            if (ports.Contains(entry.Key))
            {
                problems.Add(entry.KeyPlace.Problem($"options.{entry.Key}", "the name is a port's already; accepted: another name"));
            }

            RecipeScalar? given = entry.Value as RecipeScalar ?? (entry.Value as RecipeMap)?["default"] as RecipeScalar;
            if (given is { Kind: ScalarKind.WholeNumber or ScalarKind.RealNumber } && double.TryParse(given.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsFinite(number))
            {
                problems.Add(given.Place.Problem($"options.{entry.Key}", $"found {given.Describe()}; accepted: a number up to 1.7e308, or a text in quotes"));
            }

            if (entry.Value is RecipeMap map && map["default"] is null)
            {
                problems.Add(entry.KeyPlace.Problem($"options.{entry.Key}", "the key 'default' is missing; accepted: a value"));
            }
            else if (option.Choices.Count > 0 && !option.Choices.Contains(option.Default))
            {
                problems.Add(entry.KeyPlace.Problem($"options.{entry.Key}", $"the default '{option.Default}' is none of the choices; accepted: {string.Join(", ", option.Choices)}"));
            }
        }
    }

    private static void CheckWhen(RecipeMap blocks, string path, List<ConfigurationProblem> problems) =>
        problems.AddRange(blocks.Entries
            .Where(block => block.Value is RecipeMap map && map["if"] is null)
            .Select(block => block.KeyPlace.Problem($"{path}.{block.Key}", "the key 'if' is missing; accepted: an expression, such as ${dp > 1}")));
}
