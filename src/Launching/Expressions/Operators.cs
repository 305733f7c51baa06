namespace LoadGen.Launching.Expressions;

/// <summary>
/// What the operators do. Whole numbers stay whole and must fit 64 bits, except by <c>/</c>, which always gives a number with a point;
/// <c>//</c> rounds down and <c>%</c> is what that leaves, so that <c>a == (a // b) * b + a % b</c>.
/// </summary>
internal static class Operators
{
    public static ExpressionValue Apply(string symbol, ExpressionValue left, ExpressionValue right, int position) => symbol switch
    {
        "==" => ExpressionValue.Of(AreEqual(symbol, left, right, position)),
        "!=" => ExpressionValue.Of(!AreEqual(symbol, left, right, position)),
        _ => Numeric(symbol, left, right, position),
    };

    public static bool Truth(ExpressionValue value, string symbol, int position) => value.Kind == ExpressionKind.Truth
        ? value.Truth
        : throw new ExpressionException(position, $"'{symbol}' found {value.Describe()}; accepted: true or false, such as a comparison");

    public static ExpressionValue Negate(ExpressionValue value, int position)
    {
        RequireNumber("-", value, position);
        return value.Kind == ExpressionKind.Real ? ExpressionValue.Of(-value.Real) : Whole(() => checked(-value.Integer), position);
    }

    public static void RequireNumber(string symbol, ExpressionValue value, int position)
    {
        if (!value.IsNumber)
        {
            throw new ExpressionException(position, $"'{symbol}' found {value.Describe()}; accepted: numbers");
        }
    }

    /// <summary>A whole number of a computation that may be too large for one.</summary>
    public static ExpressionValue Whole(Func<long> compute, int position)
    {
        try
        {
            return ExpressionValue.Of(compute());
        }
        catch (OverflowException)
        {
            throw new ExpressionException(position, "the result is larger than 64 bits hold");
        }
    }

    private static ExpressionValue Numeric(string symbol, ExpressionValue left, ExpressionValue right, int position)
    {
        RequireNumber(symbol, left, position);
        RequireNumber(symbol, right, position);
        if (symbol is "/" or "//" or "%" && right.Number == 0)
        {
            throw new ExpressionException(position, $"'{symbol}' divides {left} by zero");
        }

        return left.Kind == ExpressionKind.Integer && right.Kind == ExpressionKind.Integer && symbol != "/"
            ? Integers(symbol, left.Integer, right.Integer, position)
            : Reals(symbol, left.Number, right.Number, position);
    }

    private static ExpressionValue Integers(string symbol, long a, long b, int position) => symbol switch
    {
        "+" => Whole(() => checked(a + b), position),
        "-" => Whole(() => checked(a - b), position),
        "*" => Whole(() => checked(a * b), position),
        "//" => Whole(() => FloorDivide(a, b), position),

        // Of -1 the remainder is 0, which the processor cannot compute for the smallest number.
        "%" => ExpressionValue.Of(b == -1 ? 0 : ((a % b) + b) % b),
        "<" => ExpressionValue.Of(a < b),
        "<=" => ExpressionValue.Of(a <= b),
        ">" => ExpressionValue.Of(a > b),
        _ => ExpressionValue.Of(a >= b),
    };

    private static ExpressionValue Reals(string symbol, double a, double b, int position) => symbol switch
    {
        "+" => Finite(a + b, position),
        "-" => Finite(a - b, position),
        "*" => Finite(a * b, position),
        "/" => Finite(a / b, position),
        "//" => Finite(Math.Floor(a / b), position),
        "%" => Finite(a - (Math.Floor(a / b) * b), position),
        "<" => ExpressionValue.Of(a < b),
        "<=" => ExpressionValue.Of(a <= b),
        ">" => ExpressionValue.Of(a > b),
        _ => ExpressionValue.Of(a >= b),
    };

    private static long FloorDivide(long a, long b)
    {
        long quotient = checked(a / b);
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
    }

    private static ExpressionValue Finite(double value, int position) => double.IsFinite(value)
        ? ExpressionValue.Of(value)
        : throw new ExpressionException(position, "the result is larger than a number can be");

    private static bool AreEqual(string symbol, ExpressionValue left, ExpressionValue right, int position)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Kind == right.Kind && left.Kind == ExpressionKind.Integer ? left.Integer == right.Integer : left.Number == right.Number;
        }

        if (left.Kind != right.Kind || left.Kind == ExpressionKind.Placed)
        {
            throw new ExpressionException(position, $"'{symbol}' compares {left.Describe()} with {right.Describe()}; accepted: two of the same kind");
        }

        return left == right;
    }
}
