using LoadGen.Launching.Recipes;

namespace LoadGen.Sweeps.Importing;

/// <summary>Finds the recipe that launches what an entry's search space describes.</summary>
internal sealed class RecipeMatch(RecipeCatalog catalog)
{
    private const string Mtp = "mtp";

    private readonly IReadOnlyList<Recipe> _recipes = catalog.All();

    /// <summary>The recipe; null with the reason where there is none.</summary>
    public Recipe? Find(MasterEntry entry, MasterSpace space, out string why)
    {
        bool isPair = space.Prefill is not null;
        (string What, Predicate<Recipe> IsRight)[] tests =
        [
            ($"the framework {entry.Framework}", recipe => IsOf(recipe, entry.Framework)),
            ($"{entry.ModelPrefix}", recipe => recipe.ModelPrefix == entry.ModelPrefix),
            ($"{entry.Precision} weights", recipe => recipe.Precisions.Contains(entry.Precision)),
            ($"{entry.Sku}", recipe => recipe.Skus.Contains(entry.Sku)),
            (isPair ? "prefill apart from decode" : "one engine", recipe => recipe.IsDisaggregated == isPair),
            (space.SpecDecoding is null or "none" ? "no speculative decoding" : space.SpecDecoding, recipe => CanDo(recipe, space.SpecDecoding ?? "none")),
        ];
        IEnumerable<Recipe> left = _recipes;
        var sofar = new List<string>();
        foreach ((string what, Predicate<Recipe> isRight) in tests)
        {
            Recipe[] right = [.. left.Where(recipe => isRight(recipe))];
            if (right.Length == 0)
            {
                why = sofar.Count == 0 ? $"no recipe for {what}" : $"no recipe for {what} among those for {string.Join(", ", sofar)}";
                return null;
            }

            sofar.Add(what);
            left = right;
        }

        why = "";
        return left.First();
    }

    private static bool IsOf(Recipe recipe, string framework) => framework switch
    {
        "trt" => recipe.Engine == "trtllm",
        "dynamo-trt" => recipe.Engine == "dynamo" && recipe.Id.EndsWith("-trtllm", StringComparison.Ordinal),
        "dynamo-sglang" => recipe.Engine == "dynamo" && recipe.Id.EndsWith("-sglang", StringComparison.Ordinal),
        "sglang-disagg" => recipe is { Engine: "sglang", IsDisaggregated: true },
        _ => recipe.Engine == framework,
    };

    // With an option both ways; else by what the recipe is for.
    private static bool CanDo(Recipe recipe, string spec) =>
        (spec is "none" or Mtp && recipe.Options.Any(option => option.Name == Mtp)) || recipe.Id.EndsWith("-mtp", StringComparison.Ordinal) == (spec == Mtp);
}
