using System.Globalization;
using System.Text;
using LoadGen.Configuration;
using LoadGen.Launching.Recipes;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Importing;

/// <summary>Turns InferenceX's master configuration into a sweep's file. What no recipe can launch is listed with the reason.</summary>
public static class MasterImporter
{
    /// <summary>Imports.</summary>
    /// <param name="text">The master configuration.</param>
    /// <param name="file">Its name.</param>
    /// <param name="context">The recipes and SKUs.</param>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public static ImportedFile Import(string text, string file, PlanContext context)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<MasterEntry> entries = MasterReader.Read(text, file);
        var match = new RecipeMatch(context.Recipes);
        var yaml = new StringBuilder();
        var notes = new List<string>();
        int entriesTaken = 0;
        int pointsTaken = 0;
        foreach (MasterEntry entry in entries)
        {
            int before = pointsTaken;
            for (int i = 0; i < entry.Spaces.Count; i++)
            {
                MasterSpace space = entry.Spaces[i];
                string name = Slug.Of(entry.Spaces.Count == 1 ? entry.Key : string.Create(CultureInfo.InvariantCulture, $"{entry.Key}-{i + 1}"));
                void Note(string what) => notes.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{space.Place.Line}:{space.Place.Column}: {entry.Key}: {what}"));

                if (Refusal(entry, space) is { } refusal)
                {
                    Note($"left out: {refusal}");
                }
                else if (match.Find(entry, space, out string why) is not { } recipe)
                {
                    Note($"left out: {why}");
                }
                else if (ImportedYaml.Of(name, entry, space, recipe) is var one && ProblemOf(one, context) is { } problem)
                {
                    Note($"left out: {recipe.Id} cannot be launched so: {problem}");
                }
                else
                {
                    yaml.Append(one);
                    pointsTaken += space.Points;
                    foreach (string difference in Differences(entry, space, recipe))
                    {
                        Note($"taken as {recipe.Id}: {difference}");
                    }
                }
            }

            entriesTaken += pointsTaken > before ? 1 : 0;
        }

        return new ImportedFile
        {
            Entries = entries.Count,
            Spaces = entries.Sum(entry => entry.Spaces.Count),
            Points = entries.Sum(entry => entry.Spaces.Sum(space => space.Points)),
            EntriesTaken = entriesTaken,
            PointsTaken = pointsTaken,
            Text = ImportedYaml.Whole(Path.GetFileNameWithoutExtension(file), yaml.ToString(), notes),
            Notes = notes,
        };
    }

    private static string? Refusal(MasterEntry entry, MasterSpace space)
    {
        if (space.Scenario != "fixed-seq-len")
        {
            return $"scenario {space.Scenario}: it replays recorded sessions, which is no scenario of a sweep";
        }

        if (space.Points == 0)
        {
            return "it names no concurrencies";
        }

        if (space.Decode?.Workers == 0)
        {
            return "it has no decode workers: several engines that each do both, which no recipe places";
        }

        string? beyond = space.Beyond.FirstOrDefault(key => !key.Contains("additional-settings", StringComparison.Ordinal));
        return beyond is not null
            ? $"{beyond}: a sweep's file cannot say that"
            : entry.IsDisaggregated && space.Prefill is null ? "disagg without a prefill section" : null;
    }

    private static IEnumerable<string> Differences(MasterEntry entry, MasterSpace space, Recipe recipe)
    {
        if (!recipe.Model.Equals(entry.Model, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"the model is {recipe.Model}, the entry's is {entry.Model}";
        }

        if (entry.Router is { } router && recipe is { IsDisaggregated: true, Engine: not "dynamo" })
        {
            yield return $"loadgen's router stands where the entry has {router}";
        }

        foreach (string settings in space.Beyond)
        {
            yield return $"not passed on: {settings}";
        }
    }

    // By planning it alone: what one entry cannot do must not keep the others out.
    private static string? ProblemOf(string yaml, PlanContext context)
    {
        try
        {
            string text = ImportedYaml.Whole("one", yaml, []);
            SweepPlanner.Plan(SweepFileReader.Parse(text, "imported.yaml"), text, context);
            return null;
        }
        catch (ConfigurationException e)
        {
            return e.Problems[0].Message;
        }
    }
}
