using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Expressions;

namespace LoadGen.Launching.Recipes;

/// <summary>What a part of a recipe's file may hold: checked in each file by itself, before anything is inherited.</summary>
/// <param name="Accepted">For messages.</param>
/// <param name="Check">Adds what is wrong with a node at a path.</param>
internal sealed record RecipeShape(string Accepted, Action<RecipeNode, string, List<ConfigurationProblem>> Check)
{
    /// <summary>A value without expressions, such as a name.</summary>
    public static RecipeShape Plain { get; } = Leaf("text", node => node is { Kind: not ScalarKind.Null } scalar && !scalar.Text.Contains("${", StringComparison.Ordinal));

    /// <summary>A name or a path: text in one line, without expressions, and not empty.</summary>
    public static RecipeShape Line { get; } = Leaf("text in one line, not empty", node =>
        node.Kind != ScalarKind.Null && !string.IsNullOrWhiteSpace(node.Text) && !RecipeText.HasControl(node.Text) && !node.Text.Contains("${", StringComparison.Ordinal));

    /// <summary>A path of a service as a request line has it; empty for none.</summary>
    public static RecipeShape UrlPath { get; } = Leaf("a path that begins with one /, such as /health, or '' for none", node =>
        node.Kind != ScalarKind.Null && (node.Text.Length == 0 || RecipeText.IsUrlPath(node.Text)));

    /// <summary>A value that may hold expressions.</summary>
    public static RecipeShape Value { get; } = new("a value, or ${an expression}", (node, path, problems) =>
    {
        if (node is not RecipeScalar scalar || scalar.Kind == ScalarKind.Null)
        {
            Wrong(node, path, problems, "a value, or ${an expression}");
            return;
        }

        CheckExpressions(scalar, path, problems);
    });

    /// <summary>A word of a command line or the value of a variable: one line, which may hold expressions.</summary>
    public static RecipeShape Word { get; } = new("a value, or ${an expression}", (node, path, problems) =>
    {
        Value.Check(node, path, problems);
        if (node is RecipeScalar scalar && RecipeText.HasControl(scalar.Text))
        {
            problems.Add(scalar.Place.Problem(path, "holds a line break or another control character; accepted: one line"));
        }
    });

    /// <summary>The name of an image: a word that is not empty.</summary>
    public static RecipeShape Image { get; } = new("an image's name", (node, path, problems) =>
    {
        if (node is RecipeScalar { Kind: not ScalarKind.Null } scalar && string.IsNullOrWhiteSpace(scalar.Text))
        {
            Wrong(node, path, problems, "an image's name, or no key");
            return;
        }

        Word.Check(node, path, problems);
    });

    /// <summary>A precision of the SKU catalog.</summary>
    public static RecipeShape Precision { get; } = new("a precision", (node, path, problems) =>
    {
        Line.Check(node, path, problems);
        if (node is RecipeScalar { Text: { Length: > 0 } name } && !SkuPrecision.All.Contains(name))
        {
            problems.Add(node.Place.Problem(path, Unknown("precision", name, SkuPrecision.All)));
        }
    });

    /// <summary>true or false, as it stands.</summary>
    public static RecipeShape Truth { get; } = Leaf("true or false", node => node.Kind == ScalarKind.Boolean);

    /// <summary>A time to wait: a number as it stands, of at most a week.</summary>
    public static RecipeShape Seconds { get; } = Leaf("seconds above 0, at most 604800", node =>
        node.Kind is ScalarKind.WholeNumber or ScalarKind.RealNumber
        && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
        && seconds is > 0 and <= 604_800);

    /// <summary>Anything: for files that engines read.</summary>
    public static RecipeShape Any { get; } = new("any value", CheckAny);

    /// <summary>Values in a list, or one value.</summary>
    public static RecipeShape List(RecipeShape item) => new($"a list, each {item.Accepted}", (node, path, problems) =>
    {
        if (node is RecipeList list)
        {
            for (int i = 0; i < list.Items.Count; i++)
            {
                item.Check(list.Items[i], $"{path}[{i}]", problems);
            }
        }
        else
        {
            Wrong(node, path, problems, $"a list, each {item.Accepted}");
        }
    });

    /// <summary>A list of at least one.</summary>
    public static RecipeShape Some(RecipeShape item) => new($"a list, each {item.Accepted}", (node, path, problems) =>
    {
        List(item).Check(node, path, problems);
        if (node is RecipeList { Items.Count: 0 })
        {
            problems.Add(node.Place.Problem(path, "found an empty list; accepted: one item or more"));
        }
    });

    /// <summary>Either of two: the first is for lists and mappings, the second for the rest.</summary>
    public static RecipeShape Either(RecipeShape compound, RecipeShape scalar) => new($"{scalar.Accepted}, or {compound.Accepted}", (node, path, problems) =>
        (node is RecipeScalar ? scalar : compound).Check(node, path, problems));

    /// <summary>Keys of the author's choice.</summary>
    public static RecipeShape Names(RecipeShape value, Func<string, string?>? wrongKey = null) => new("a mapping", (node, path, problems) =>
    {
        if (node is not RecipeMap map)
        {
            Wrong(node, path, problems, "a mapping");
            return;
        }

        foreach (RecipeEntry entry in map.Entries)
        {
            if (wrongKey?.Invoke(entry.Key) is { } why)
            {
                problems.Add(entry.KeyPlace.Problem(Child(path, entry.Key), why));
            }

            value.Check(entry.Value, Child(path, entry.Key), problems);
        }
    });

    /// <summary>These keys, and no others.</summary>
    public static RecipeShape Keys(IReadOnlyDictionary<string, RecipeShape> keys) => new($"a mapping with the keys {string.Join(", ", keys.Keys)}", (node, path, problems) =>
    {
        if (node is not RecipeMap map)
        {
            Wrong(node, path, problems, $"a mapping with the keys {string.Join(", ", keys.Keys)}");
            return;
        }

        foreach (RecipeEntry entry in map.Entries)
        {
            if (keys.TryGetValue(entry.Key, out RecipeShape? shape))
            {
                shape.Check(entry.Value, Child(path, entry.Key), problems);
            }
            else
            {
                problems.Add(entry.KeyPlace.Problem(Child(path, entry.Key), Unknown("key", entry.Key, keys.Keys)));
            }
        }
    });

    /// <summary>A name that is not known: what was probably meant, and all that are.</summary>
    public static string Unknown(string what, string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string hint = Spelling.Nearest(name, names) is { } nearest ? $"did you mean '{nearest}'? " : "";
        return $"unknown {what} '{name}'; {hint}accepted: {(names.Length == 0 ? "none" : string.Join(", ", names))}";
    }

    public static string Child(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static RecipeShape Leaf(string accepted, Predicate<RecipeScalar> isRight) => new(accepted, (node, path, problems) =>
    {
        if (node is not RecipeScalar scalar || !isRight(scalar))
        {
            Wrong(node, path, problems, accepted);
        }
    });

    private static void CheckAny(RecipeNode node, string path, List<ConfigurationProblem> problems)
    {
        switch (node)
        {
            case RecipeMap map:
                foreach (RecipeEntry entry in map.Entries)
                {
                    CheckAny(entry.Value, Child(path, entry.Key), problems);
                }

                break;
            case RecipeList list:
                for (int i = 0; i < list.Items.Count; i++)
                {
                    CheckAny(list.Items[i], $"{path}[{i}]", problems);
                }

                break;
            case RecipeScalar scalar:
                CheckExpressions(scalar, path, problems);
                break;
        }
    }

    private static void CheckExpressions(RecipeScalar scalar, string path, List<ConfigurationProblem> problems)
    {
        try
        {
            TextTemplate.Parse(scalar.Text);
        }
        catch (ExpressionException e)
        {
            problems.Add(scalar.At(e.Position).Problem(path, e.Message));
        }
    }

    private static void Wrong(RecipeNode node, string path, List<ConfigurationProblem> problems, string accepted) =>
        problems.Add(node.Place.Problem(path, $"found {node.Describe()}; accepted: {accepted}"));
}
