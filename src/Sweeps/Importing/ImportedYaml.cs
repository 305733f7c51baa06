using System.Globalization;
using System.Text;
using LoadGen.Launching.Recipes;

namespace LoadGen.Sweeps.Importing;

/// <summary>Writes configurations of a sweep's file.</summary>
internal static class ImportedYaml
{
    /// <summary>The whole file.</summary>
    public static string Whole(string name, string configurations, IReadOnlyList<string> notes)
    {
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"# Made by loadgen sweep --import-inferencex from {name}.\n");
        yaml.Append(CultureInfo.InvariantCulture, $"name: '{Settings.Slug.Of(name)}'\n");
        yaml.Append(configurations.Length == 0 ? "configurations: []\n" : $"configurations:\n{configurations}");
        if (notes.Count > 0)
        {
            yaml.Append("\n# What is not in this file, or not as the entry has it:\n");
            foreach (string note in notes)
            {
                yaml.Append(CultureInfo.InvariantCulture, $"#   {note.ReplaceLineEndings(" ")}\n");
            }
        }

        return yaml.ToString();
    }

    /// <summary>One configuration.</summary>
    public static string Of(string name, MasterEntry entry, MasterSpace space, Recipe recipe)
    {
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"  - name: {Quote(name)}\n");
        foreach ((string key, string value) in ((string, string)[])
        [
            ("recipe", recipe.Id), ("framework", entry.Framework), ("model", entry.ModelPrefix), ("precision", entry.Precision), ("sku", entry.Sku), ("image", entry.Image),
        ])
        {
            if (value.Length > 0)
            {
                yaml.Append(CultureInfo.InvariantCulture, $"    {key}: {Quote(value)}\n");
            }
        }

        yaml.Append("    scenarios:\n");
        yaml.Append(CultureInfo.InvariantCulture, $"      - {{ isl: {space.Isl}, osl: {space.Osl} }}\n");
        yaml.Append("    search_space:\n");
        List<string> keys = Shape(space.Shape, recipe);
        if (space.Prefill is { } prefill)
        {
            keys.Add($"prefill: {{ {string.Join(", ", Shape(prefill, recipe))} }}");
        }

        if (space.Decode is { } decode)
        {
            keys.Add($"decode: {{ {string.Join(", ", Shape(decode, recipe))} }}");
        }

        keys.Add($"spec_decoding: {space.SpecDecoding ?? "none"}");
        keys.Add(space.ConcList.Count > 0
            ? $"conc_list: [{string.Join(", ", space.ConcList)}]"
            : string.Create(CultureInfo.InvariantCulture, $"conc_start: {space.ConcStart}, conc_end: {space.ConcEnd}"));
        yaml.Append(CultureInfo.InvariantCulture, $"      - {{ {string.Join(", ", keys)} }}\n");
        return yaml.ToString();
    }

    // dp-attn: attention over as many ranks as there are GPUs; vLLM says the same as data parallelism of one GPU each.
    private static List<string> Shape(MasterShape shape, Recipe recipe)
    {
        bool isVllm = recipe.Engine == "vllm" && shape is { DpAttention: true, Tp: not null };
        (string Key, int? Value)[] values =
        [
            ("workers", shape.Workers),
            ("tp", isVllm ? 1 : shape.Tp),
            ("ep", shape.Ep),
            ("pp", shape.Pp),
            ("dp", shape.DpAttention ? shape.Tp : null),
        ];
        return [.. values.Where(value => value.Value is not null).Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key}: {value.Value}"))];
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
