using LoadGen.Configuration;
using LoadGen.Launching.Recipes;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Tests.Support;

/// <summary>Sweeps' files in tests, and recipes that they name.</summary>
internal static class Sweep
{
    public const string Tool = "1.2.3+abc";

    /// <summary>One engine, one point.</summary>
    public const string Small = """
        configurations:
          - recipe: toy/engine
            scenarios: [{ isl: 100, osl: 10 }]
            search_space: [{ tp: 2, conc_list: [4] }]
        """;

    public static PlanContext Context { get; } = new()
    {
        Tool = Tool,
        Recipes = RecipeCatalog.FromFolder(Path.Combine(AppContext.BaseDirectory, "data")),
    };

    public static SweepPlan Plan(string yaml, PlanContext? context = null, string file = "sweep.yaml") =>
        SweepPlanner.Plan(SweepFileReader.Parse(yaml, file), yaml, context ?? Context);

    /// <summary>The problems of a file that cannot be used, read or planned.</summary>
    public static string[] Problems(string yaml) =>
        [.. Assert.Throws<ConfigurationException>(() => Plan(yaml)).Problems.Select(problem => problem.ToString())];

    /// <summary>A sweep of engines that take no GPUs, each with some concurrencies.</summary>
    public static SweepPlan Of(int engines, params int[] concurrencies) => Plan($$"""
        name: small
        defaults:
          recipe: toy/engine
          scenarios: [{ isl: 100, osl: 10 }]
          search_space: [{ conc_list: [{{string.Join(", ", concurrencies)}}] }]
        configurations:
        {{string.Join('\n', Enumerable.Range(1, engines).Select(i => $"  - {{ name: e{i} }}"))}}
        """);
}
