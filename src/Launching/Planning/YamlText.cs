using System.Globalization;
using System.Text;
using LoadGen.Configuration;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>Writes a structured file of a recipe as YAML: block style, in the recipe's order.</summary>
internal static class YamlText
{
    public static string Write(RecipeMap map, PlanEvaluator evaluator, string path)
    {
        var text = new StringBuilder();
        Map(text, map, evaluator, path, 0);
        return text.ToString();
    }

    private static void Map(StringBuilder text, RecipeMap map, PlanEvaluator evaluator, string path, int depth)
    {
        foreach (RecipeEntry entry in map.Entries)
        {
            Indent(text, depth).Append(Plain(entry.Key)).Append(':');
            Value(text, entry.Value, evaluator, RecipeShape.Child(path, entry.Key), depth);
        }
    }

    private static void Value(StringBuilder text, RecipeNode node, PlanEvaluator evaluator, string path, int depth)
    {
        switch (node)
        {
            case RecipeMap { Entries.Count: 0 }:
                text.Append(" {}\n");
                break;
            case RecipeMap map:
                text.Append('\n');
                Map(text, map, evaluator, path, depth + 1);
                break;
            case RecipeList list when list.Items.All(item => item is RecipeScalar):
                text.Append(" [").AppendJoin(", ", list.Items.Select((item, i) => Scalar((RecipeScalar)item, evaluator, $"{path}[{i}]"))).Append("]\n");
                break;
            case RecipeList list:
                text.Append('\n');
                for (int i = 0; i < list.Items.Count; i++)
                {
                    Indent(text, depth + 1).Append('-');
                    Value(text, list.Items[i], evaluator, $"{path}[{i}]", depth + 1);
                }

                break;
            case RecipeScalar scalar:
                text.Append(' ').Append(Scalar(scalar, evaluator, path)).Append('\n');
                break;
        }
    }

    // What was written without quotes and without an expression stays as it is; an expression's value has its own type.
    private static string Scalar(RecipeScalar scalar, PlanEvaluator evaluator, string path)
    {
        if (!scalar.Text.Contains("${", StringComparison.Ordinal))
        {
            return scalar.Kind switch
            {
                ScalarKind.Null => "null",
                ScalarKind.Text => Plain(scalar.Text),
                _ => scalar.Text,
            };
        }

        Expressions.ExpressionValue value = evaluator.Evaluate(scalar, path);
        return value.Kind is Expressions.ExpressionKind.Text or Expressions.ExpressionKind.Placed ? Plain(value.Text) : value.ToString();
    }

    // Quoted where another reader might take it for something else: YAML 1.1's on and yes, numbers, anything with punctuation.
    private static string Plain(string text)
    {
        bool isPlain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/' or '.')
            && text.ToLowerInvariant() is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n");
        return isPlain ? text : $"\"{Escaped(text)}\"";
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                _ when char.IsControl(c) => $"\\u{((int)c).ToString("x4", CultureInfo.InvariantCulture)}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', 2 * depth);
}
