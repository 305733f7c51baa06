using System.Text.Json;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Explaining;

/// <summary>Writes recipes for people and for programs.</summary>
public static class RecipeListing
{
    /// <summary>A line for each.</summary>
    public static void WriteTable(TextWriter writer, IReadOnlyList<Recipe> recipes)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(recipes);
        string[][] rows =
        [
            ["RECIPE", "SKUS", "PRECISION", "MODE", "WHAT"],
            .. recipes.Select(recipe => (string[])[recipe.Id, string.Join(',', recipe.Skus), string.Join(',', recipe.Precisions), ModeOf(recipe), recipe.About]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            writer.Write(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() + "\n");
        }
    }

    /// <summary>Everything about one but its command, which a plan shows.</summary>
    public static void WriteOne(TextWriter writer, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(recipe);
        (string Name, string Value)[] lines =
        [
            ("recipe", recipe.Id), ("about", recipe.About), ("engine", recipe.Engine), ("model", recipe.Model), ("served name", recipe.ServedName),
            ("precisions", string.Join(", ", recipe.Precisions)), ("SKUs", string.Join(", ", recipe.Skus)), ("mode", ModeOf(recipe)),
            ("source", recipe.Source), ("files", string.Join(", ", recipe.Chain)),
        ];
        foreach ((string name, string value) in lines.Where(line => line.Value.Length > 0))
        {
            writer.Write($"{name,-11}  {value}\n");
        }

        foreach (RecipeOption option in recipe.Options)
        {
            string choices = option.Choices.Count > 0 ? $" ({string.Join(", ", option.Choices)})" : "";
            writer.Write($"{"option",-11}  --set {option.Name}={option.Default}{choices}{(option.About.Length > 0 ? $": {option.About}" : "")}\n");
        }
    }

    /// <summary>A JSON array, an object for each.</summary>
    public static void WriteJson(TextWriter writer, IReadOnlyList<Recipe> recipes)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(recipes);
        RecipeDocument[] documents = [.. recipes.Select(recipe => new RecipeDocument
        {
            Id = recipe.Id,
            About = recipe.About,
            Engine = recipe.Engine,
            Model = recipe.Model,
            ServedName = recipe.ServedName,
            ModelPrefix = recipe.ModelPrefix,
            Precisions = recipe.Precisions,
            Skus = recipe.Skus,
            Disaggregated = recipe.IsDisaggregated,
            Abstract = recipe.IsAbstract,
            Source = recipe.Source,
            Files = recipe.Chain,
            Options = recipe.Options,
        })];
        writer.Write(JsonSerializer.Serialize(documents, RecipeJson.Default.RecipeDocumentArray) + "\n");
    }

    private static string ModeOf(Recipe recipe) => recipe.IsAbstract ? "abstract" : recipe.IsDisaggregated ? "disaggregated" : "aggregated";
}
