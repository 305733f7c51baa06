using LoadGen.Configuration;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Tests;

/// <summary>Small recipes and their plans.</summary>
internal static class Samples
{
    public const string Head = """
        engine: e
        model: org/m
        precisions: [fp8]
        skus: [h200]
        source: a test
        command: [serve]

        """;

    public static Recipe Recipe(string text) => Catalog(("e/r", text)).Get("e/r");

    public static RecipeCatalog Catalog(params IEnumerable<(string Id, string Text)> recipes) =>
        RecipeCatalog.FromTexts(recipes.ToDictionary(recipe => recipe.Id, recipe => recipe.Text));

    public static LaunchPlan Plan(string text, PlanRequest? request = null, string sku = "h200") =>
        Planner.Plan(Recipe(text), SkuCatalog.BuiltIn.Get(sku), request ?? new PlanRequest());

    public static string[] Words(WorkerPlan worker) => [.. worker.Command.Select(word => word.Text)];

    public static string[] Problems(Action action) => [.. Assert.Throws<ConfigurationException>(action).Problems.Select(problem => problem.ToString())];
}
