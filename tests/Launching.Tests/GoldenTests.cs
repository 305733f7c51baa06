using System.Runtime.CompilerServices;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Explaining;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Tests;

/// <summary>
/// The plan of every recipe on every SKU in every mode, as reviewed. After a recipe was changed on purpose,
/// <c>LOADGEN_REWRITE_GOLDEN=1 dotnet test --project tests/Launching.Tests -c Release</c> writes them anew, and the diff is what to review.
/// </summary>
public class GoldenTests
{
    private static readonly bool s_rewrites = Environment.GetEnvironmentVariable("LOADGEN_REWRITE_GOLDEN") == "1";

    public static TheoryData<string> Names => new(Plans().Select(plan => plan.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_is_as_it_was_reviewed(string name)
    {
        (_, Recipe recipe, Sku? sku, PlanRequest request) = Plans().Single(plan => plan.Name == name);
        var writer = new StringWriter();
        DryRun.Write(writer, Planner.Plan(recipe, sku, request));
        string path = Path.Combine(Folder(), name);
        if (s_rewrites)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, writer.ToString());
        }

        Assert.True(File.Exists(path), $"{path} is missing: LOADGEN_REWRITE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(path), writer.ToString());
    }

    [Fact]
    public void Every_golden_file_has_its_plan() =>
        Assert.Equal(
            Plans().Select(plan => plan.Name).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder(), "*.txt", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder(), path)).Order(StringComparer.Ordinal));

    private static IEnumerable<(string Name, Recipe Recipe, Sku? Sku, PlanRequest Request)> Plans() =>
        from recipe in RecipeCatalog.BuiltIn.All()
        from sku in recipe.IsForAnySku ? (IEnumerable<Sku?>)[null] : recipe.Skus.Select(SkuCatalog.BuiltIn.Get)
        from mode in Modes(recipe)
        select ($"{recipe.Id}/{sku?.Id ?? "any"}-{mode.Name}.txt", recipe, sku, mode.Request);

    // As it stands, each choice of each option, and attention data-parallel where the recipe knows it.
    private static IEnumerable<(string Name, PlanRequest Request)> Modes(Recipe recipe)
    {
        string mode = recipe.IsDisaggregated ? "disaggregated" : "aggregated";
        yield return (mode, new PlanRequest());
        foreach (RecipeOption option in recipe.Options)
        {
            IReadOnlyList<string> choices = option.Default is "true" or "false" ? ["true", "false"] : option.Choices;
            foreach (string choice in choices.Where(choice => choice != option.Default))
            {
                yield return ($"{mode}-{option.Name}-{choice}", new PlanRequest { Set = [$"{option.Name}={choice}"] });
            }
        }

        if (recipe.Engine != "dynamo" && recipe.Root.Section("when").Entry("attention_dp") is not null)
        {
            yield return ($"{mode}-dep8", new PlanRequest { Tp = 8, Ep = 8, Dp = 8, Isl = 8192, Conc = 512 });
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "golden");
}
