using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Explaining;
using LoadGen.Launching.Recipes;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen recipes</c>: what can be launched.</summary>
internal static class RecipesCommand
{
    private const string Description = """
        List the recipes that 'loadgen launch' can start, show one of them, or check that all are right: each on every SKU that it names.

        Examples:
          loadgen recipes
          loadgen recipes sglang/dsr1-fp8-h200
          loadgen recipes --check --configs configs
          loadgen recipes ./mine.yaml --check
        """;

    public static Command Create()
    {
        var id = new Argument<string?>("RECIPE") { Description = "One recipe: its id, or a file's path.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> format = Syntax.Choice("--format", "How it is written. Default: table.", ["table", "json"]);
        Option<bool> check = Syntax.Flag("--check", "Plan each recipe on each of its SKUs, and say what is wrong.");
        Option<string?> configs = Syntax.Text("--configs", "DIR", "Read recipes/ and skus/ of this folder. Default: those in the program.");
        var command = new Command("recipes", Description) { id, format, check, configs };
        command.SetAction((parse, _) =>
        {
            string? folder = parse.GetValue(configs);
            RecipeCatalog recipes = folder is null ? RecipeCatalog.BuiltIn : RecipeCatalog.FromFolder(folder);
            string? one = parse.GetValue(id);
            IReadOnlyList<Recipe> shown = one is null ? recipes.All() : [recipes.Get(one)];
            if (parse.GetValue(check))
            {
                SkuCatalog skus = folder is null ? SkuCatalog.BuiltIn : SkuCatalog.FromFolder(Path.Combine(folder, "skus"));
                int plans = RecipeValidation.CheckAll(shown, skus);
                Console.Out.WriteLine($"{Counted.Of(shown.Count, "recipe")}, {Counted.Of(plans, "plan")}: right");
            }
            else if (parse.GetValue(format) == "json")
            {
                RecipeListing.WriteJson(Console.Out, shown);
            }
            else if (one is null)
            {
                RecipeListing.WriteTable(Console.Out, shown);
            }
            else
            {
                RecipeListing.WriteOne(Console.Out, shown[0]);
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}
