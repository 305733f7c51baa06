using LoadGen.Configuration;
using LoadGen.Launching.Expressions;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>Evaluates the values of a recipe with the names of one worker; problems name the file and the column.</summary>
internal sealed class PlanEvaluator(ExpressionScope scope)
{
    public ExpressionScope Scope => scope;

    /// <exception cref="ConfigurationException">It has no value.</exception>
    public ExpressionValue Evaluate(RecipeScalar scalar, string path)
    {
        try
        {
            return scalar.Kind == ScalarKind.Boolean ? ExpressionValue.Of(scalar.Text is ['t' or 'T', ..]) : TextTemplate.Parse(scalar.Text).Evaluate(scope);
        }
        catch (ExpressionException e)
        {
            throw new ConfigurationException([scalar.At(e.Position).Problem(path, e.Message)]);
        }
    }

    /// <summary>Its value as text; a scalar without expressions is what was written: 9.0 stays 9.0, and True stays True.</summary>
    public string Text(RecipeScalar scalar, string path) =>
        scalar.Kind == ScalarKind.Boolean ? scalar.Text : Evaluate(scalar, path).ToString();

    /// <summary>A whole number of a range.</summary>
    /// <exception cref="ConfigurationException">It is something else.</exception>
    public int Whole(RecipeScalar scalar, string path, int least, int most = int.MaxValue)
    {
        ExpressionValue value = Evaluate(scalar, path);
        if (value.Kind == ExpressionKind.Text && long.TryParse(value.Text, out long parsed))
        {
            value = ExpressionValue.Of(parsed);
        }

        // 1e400 is a number to whoever wrote it, and text to expressions.
        string found = value.Kind == ExpressionKind.Text && scalar.Kind is ScalarKind.WholeNumber or ScalarKind.RealNumber ? scalar.Describe() : value.Describe();

        return value.Kind == ExpressionKind.Integer && value.Integer >= least && value.Integer <= most
            ? (int)value.Integer
            : throw new ConfigurationException([scalar.Place.Problem(path, $"found {found}; accepted: a whole number from {least} to {most}")]);
    }

    /// <summary>A condition.</summary>
    /// <exception cref="ConfigurationException">It is neither true nor false.</exception>
    public bool Truth(RecipeScalar scalar, string path)
    {
        ExpressionValue value = Evaluate(scalar, path);
        return value.Kind == ExpressionKind.Truth
            ? value.Truth
            : throw new ConfigurationException([scalar.Place.Problem(path, $"found {value.Describe()}; accepted: true or false, such as a comparison")]);
    }

    /// <summary>Adds the names of a <c>let</c>, each of which may use those before it.</summary>
    public void Define(RecipeMap names)
    {
        foreach (RecipeEntry entry in names.Entries)
        {
            if (scope.Knows(entry.Key))
            {
                throw new ConfigurationException([entry.KeyPlace.Problem($"let.{entry.Key}", "the name has a meaning already; accepted: another name")]);
            }

            var scalar = (RecipeScalar)entry.Value;
            ExpressionValue value = Evaluate(scalar, $"let.{entry.Key}");
            scope[entry.Key] = value.Kind == ExpressionKind.Text && scalar.Kind == ScalarKind.WholeNumber && long.TryParse(value.Text, out long whole)
                ? ExpressionValue.Of(whole)
                : value;
        }
    }
}
