using LoadGen.Configuration;

namespace LoadGen.Launching.Expressions;

/// <summary>The functions of expressions.</summary>
internal static class Functions
{
    private static readonly string[] s_names = ["min", "max", "ceil", "floor", "pow2ceil"];

    /// <exception cref="ExpressionException">There is no such function.</exception>
    public static void Check(string name, int position)
    {
        if (!s_names.Contains(name))
        {
            string hint = Spelling.Nearest(name, s_names) is { } nearest ? $"did you mean '{nearest}'? " : "";
            throw new ExpressionException(position, $"unknown function '{name}'; {hint}accepted: {string.Join(", ", s_names)}");
        }
    }

    public static ExpressionValue Call(string name, IReadOnlyList<ExpressionValue> arguments, int position)
    {
        foreach (ExpressionValue argument in arguments)
        {
            Operators.RequireNumber(name, argument, position);
        }

        if (name is not ("min" or "max") && arguments.Count != 1)
        {
            throw new ExpressionException(position, $"'{name}' has {arguments.Count} arguments; accepted: one");
        }

        return name switch
        {
            "min" => arguments.MinBy(value => value, s_byNumber),
            "max" => arguments.MaxBy(value => value, s_byNumber),
            "ceil" => Rounded(arguments[0], Math.Ceiling, position),
            "floor" => Rounded(arguments[0], Math.Floor, position),
            _ => PowerOfTwo(arguments[0], position),
        };
    }

    private static readonly Comparer<ExpressionValue> s_byNumber = Comparer<ExpressionValue>.Create((a, b) =>
        a.Kind == ExpressionKind.Integer && b.Kind == ExpressionKind.Integer ? a.Integer.CompareTo(b.Integer) : a.Number.CompareTo(b.Number));

    private static ExpressionValue Rounded(ExpressionValue value, Func<double, double> round, int position) =>
        value.Kind == ExpressionKind.Integer ? value : Operators.Whole(() => checked((long)round(value.Real)), position);

    // The smallest power of two that is not below: sizes of batches that CUDA graphs are captured for.
    private static ExpressionValue PowerOfTwo(ExpressionValue value, int position)
    {
        if (value.Kind != ExpressionKind.Integer || value.Integer is < 1 or > 1L << 62)
        {
            throw new ExpressionException(position, $"'pow2ceil' found {value.Describe()}; accepted: a whole number from 1 to 2^62");
        }

        return ExpressionValue.Of((long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)value.Integer));
    }
}
