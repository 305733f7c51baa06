using LoadGen.Configuration;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Explaining;

/// <summary>Checks recipes by planning them: an expression is right only when it has a value.</summary>
public static class RecipeValidation
{
    /// <summary>Plans each recipe on each of its SKUs, with every choice of its options one at a time.</summary>
    /// <param name="recipes">What is checked; abstract ones are passed over.</param>
    /// <param name="skus">What they run on.</param>
    /// <returns>How many plans that made.</returns>
    /// <exception cref="ConfigurationException">Some cannot be planned: every problem, with its position.</exception>
    public static int CheckAll(IReadOnlyList<Recipe> recipes, SkuCatalog skus)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentNullException.ThrowIfNull(skus);
        var problems = new List<ConfigurationProblem>();
        int plans = 0;
        foreach (Recipe recipe in recipes.Where(recipe => !recipe.IsAbstract))
        {
            foreach (Sku? sku in SkusOf(recipe, skus, problems))
            {
                foreach (PlanRequest request in Requests(recipe))
                {
                    plans++;
                    Check(recipe, sku, request, problems);
                }
            }
        }

        return problems.Count == 0 ? plans : throw new ConfigurationException([.. problems.Distinct()]);
    }

    private static List<Sku?> SkusOf(Recipe recipe, SkuCatalog catalog, List<ConfigurationProblem> problems)
    {
        var skus = new List<Sku?>();
        foreach (string id in recipe.IsForAnySku ? [] : recipe.Skus)
        {
            if (catalog.TryGet(id, out Sku? sku))
            {
                skus.Add(sku);
            }
            else
            {
                problems.Add(recipe.ProblemAt("skus", RecipeShape.Unknown("SKU", id, catalog.Skus.Select(known => known.Id))));
            }
        }

        return recipe.IsForAnySku ? [null] : skus;
    }

    private static IEnumerable<PlanRequest> Requests(Recipe recipe)
    {
        yield return new PlanRequest();
        foreach (RecipeOption option in recipe.Options)
        {
            IReadOnlyList<string> choices = option.Default is "true" or "false" ? ["true", "false"] : option.Choices;
            foreach (string choice in choices.Where(choice => choice != option.Default))
            {
                yield return new PlanRequest { Set = [$"{option.Name}={choice}"] };
            }
        }
    }

    private static void Check(Recipe recipe, Sku? sku, PlanRequest request, List<ConfigurationProblem> problems)
    {
        try
        {
            Planner.Plan(recipe, sku, request);
        }
        catch (ConfigurationException e)
        {
            problems.AddRange(e.Problems);
        }
        catch (ArgumentException e)
        {
            problems.Add(recipe.ProblemAt("parallel", $"cannot be planned on {sku?.Id ?? "a host without SKU"}: {e.Message}"));
        }
    }
}
