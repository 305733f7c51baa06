using LoadGen.Configuration;

namespace LoadGen.Launching.Recipes;

/// <summary>
/// How a recipe inherits: mappings are merged key by key at every depth, everything else is replaced whole. The parent's keys come first, in
/// the parent's order; what the child adds comes after. <c>without</c> takes keys of the parent away before anything is added.
/// </summary>
internal static class RecipeMerge
{
    // What is said of a file, and not of what it describes.
    private static readonly string[] s_own = ["extends", "abstract", "about", "without"];

    /// <summary>A child on its parent.</summary>
    public static RecipeMap Inherit(RecipeMap parent, RecipeMap child, List<ConfigurationProblem> problems)
    {
        RecipeMap inherited = parent with { Entries = [.. parent.Entries.Where(entry => !s_own.Contains(entry.Key))] };
        if (child["without"] is RecipeMap without)
        {
            inherited = Remove(inherited, without, "without", problems);
        }

        return Overlay(inherited, child);
    }

    /// <summary>A mapping over another.</summary>
    public static RecipeMap Overlay(RecipeMap below, RecipeMap above)
    {
        List<RecipeEntry> entries = [.. below.Entries];
        foreach (RecipeEntry entry in above.Entries)
        {
            int index = entries.FindIndex(other => other.Key == entry.Key);
            if (index < 0)
            {
                entries.Add(entry);
            }
            else
            {
                entries[index] = entries[index].Value is RecipeMap old && entry.Value is RecipeMap added && !IsFromHost(old) && !IsFromHost(added)
                    ? entry with { Value = Overlay(old, added) }
                    : entry;
            }
        }

        return above with { Entries = entries };
    }

    // {from: host} is one value, though it is written as a mapping.
    private static bool IsFromHost(RecipeMap map) => map.Entries is [{ Key: "from", Value: RecipeScalar { Text: "host" } }];

    private static RecipeMap Remove(RecipeMap parent, RecipeMap what, string path, List<ConfigurationProblem> problems)
    {
        List<RecipeEntry> entries = [.. parent.Entries];
        foreach (RecipeEntry entry in what.Entries)
        {
            string child = RecipeShape.Child(path, entry.Key);
            int index = entries.FindIndex(other => other.Key == entry.Key);
            if (index < 0 || entries[index].Value is not RecipeMap inner)
            {
                problems.Add(entry.KeyPlace.Problem(child, $"nothing to remove: {RecipeShape.Unknown("key", entry.Key, entries.Where(e => e.Value is RecipeMap).Select(e => e.Key))}"));
                continue;
            }

            inner = entry.Value switch
            {
                RecipeMap deeper => Remove(inner, deeper, child, problems),
                RecipeList names => RemoveNames(inner, names, child, problems),
                _ => inner,
            };
            entries[index] = entries[index] with { Value = inner };
        }

        return parent with { Entries = entries };
    }

    private static RecipeMap RemoveNames(RecipeMap parent, RecipeList names, string path, List<ConfigurationProblem> problems)
    {
        List<RecipeEntry> entries = [.. parent.Entries];
        foreach (RecipeScalar name in names.Items.OfType<RecipeScalar>())
        {
            if (entries.RemoveAll(entry => entry.Key == name.Text) == 0)
            {
                problems.Add(name.Place.Problem(path, $"nothing to remove: {RecipeShape.Unknown("key", name.Text, entries.Select(entry => entry.Key))}"));
            }
        }

        return parent with { Entries = entries };
    }
}
