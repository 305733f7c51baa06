using LoadGen.Configuration;

namespace LoadGen.Launching.Recipes;

/// <summary>Where a part of a recipe stands.</summary>
/// <param name="File">The file as problems name it, or the option of the command line.</param>
/// <param name="Line">Line, from 1; 0 for an option.</param>
/// <param name="Column">Column, from 1.</param>
internal readonly record struct RecipePlace(string File, int Line, int Column)
{
    /// <summary>Such as <c>configs/recipes/sglang/base.yaml:12</c>, or the option.</summary>
    public string Origin => Line == 0 ? File : $"{File}:{Line}";

    public ConfigurationProblem Problem(string path, string message) => new(File, Math.Max(1, Line), Math.Max(1, Column), path, message);
}

/// <summary>A value of a recipe: after inheritance its parts may come from several files.</summary>
internal abstract record RecipeNode(RecipePlace Place)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Describe();

    public static RecipeNode From(YamlNode node, string file)
    {
        var place = new RecipePlace(file, node.Place.Line, node.Place.Column);
        return node switch
        {
            YamlMapping mapping => Map(mapping, file),
            YamlSequence sequence => new RecipeList(place, [.. sequence.Items.Select(item => From(item, file))]),
            YamlScalar scalar => new RecipeScalar(place, scalar.Text, scalar.Kind, scalar.IsQuoted),
            _ => throw new NotSupportedException($"a {node.GetType().Name} of YAML"),
        };
    }

    public static RecipeMap Map(YamlMapping mapping, string file) => new(
        new RecipePlace(file, mapping.Place.Line, mapping.Place.Column),
        [.. mapping.Entries.Select(entry => new RecipeEntry(entry.Key, new RecipePlace(file, entry.KeyPlace.Line, entry.KeyPlace.Column), From(entry.Value, file)))]);
}

/// <summary>A key and its value.</summary>
internal sealed record RecipeEntry(string Key, RecipePlace KeyPlace, RecipeNode Value);

/// <summary>Keys with values, in order, each key once.</summary>
internal sealed record RecipeMap(RecipePlace Place, IReadOnlyList<RecipeEntry> Entries) : RecipeNode(Place)
{
    public static RecipeMap Empty { get; } = new(new RecipePlace("", 0, 0), []);

    public RecipeNode? this[string key] => Entry(key)?.Value;

    public RecipeEntry? Entry(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The mapping under a key; empty where there is none.</summary>
    public RecipeMap Section(string key) => this[key] as RecipeMap ?? Empty;

    /// <summary>The text under a key; null where there is none.</summary>
    public string? Text(string key) => (this[key] as RecipeScalar)?.Text;

    /// <summary>The scalars under a key: a list, or one scalar alone.</summary>
    public IReadOnlyList<RecipeScalar> Scalars(string key) => this[key] switch
    {
        RecipeScalar one => [one],
        RecipeList list => [.. list.Items.OfType<RecipeScalar>()],
        _ => [],
    };

    public override string Describe() => "a mapping";
}

/// <summary>A list.</summary>
internal sealed record RecipeList(RecipePlace Place, IReadOnlyList<RecipeNode> Items) : RecipeNode(Place)
{
    public override string Describe() => "a list";
}

/// <summary>A scalar, as it was written.</summary>
internal sealed record RecipeScalar(RecipePlace Place, string Text, ScalarKind Kind, bool IsQuoted) : RecipeNode(Place)
{
    public override string Describe() => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => Text,
        ScalarKind.WholeNumber or ScalarKind.RealNumber or ScalarKind.NotFinite => $"the number {Text}",
        _ => $"the text '{Text}'",
    };

    /// <summary>Where a character of the text stands in the file.</summary>
    public RecipePlace At(int position)
    {
        if (Place.Line == 0)
        {
            return Place;
        }

        // A block begins in the line after its | or >, and its indentation is not kept.
        int breaks = Text.AsSpan(0, Math.Min(position, Text.Length)).Count('\n');
        return Text.Contains('\n', StringComparison.Ordinal)
            ? Place with { Line = Place.Line + 1 + breaks, Column = 1 }
            : Place with { Column = Place.Column + position + (IsQuoted ? 1 : 0) };
    }
}
