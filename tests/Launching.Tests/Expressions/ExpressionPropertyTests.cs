using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Launching.Expressions;

namespace LoadGen.Launching.Tests.Expressions;

/// <summary>Random expressions, against an evaluation that shares no code: unbounded integers, and bounds checked afterwards.</summary>
public class ExpressionPropertyTests
{
    [Fact]
    public void Whole_numbers_and_truths_come_out_as_by_unbounded_arithmetic() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            Model model = random.Next(2) == 0 ? Number(random, 5) : Truth(random, 5);
            return Outcome(model.Text) == (model.Value() is { } value ? Written(value) : "error");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blanks_and_brackets_around_it_change_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            string tight = Number(new Random(seed), 4).Text;
            string loose = $"  (\t{tight.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal)} ) ";
            return Outcome(tight) == Outcome(loose);
        }).QuickCheckThrowOnFailure();

    private static string Outcome(string text)
    {
        try
        {
            return TextTemplate.Parse("${" + text + "}").Evaluate(new ExpressionScope()).ToString();
        }
        catch (ExpressionException)
        {
            return "error";
        }
    }

    private static string Written(object value) => value is bool truth ? (truth ? "true" : "false") : ((BigInteger)value).ToString(CultureInfo.InvariantCulture);

    private static Model Number(Random random, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            long value = random.Next(4) == 0 ? random.NextInt64(long.MaxValue) : random.Next(0, 20);
            return new Model(value.ToString(CultureInfo.InvariantCulture), () => new BigInteger(value));
        }

        if (random.Next(6) == 0)
        {
            (Model condition, Model then, Model otherwise) = (Truth(random, depth - 1), Number(random, depth - 1), Number(random, depth - 1));
            return new Model($"({condition.Text}?{then.Text}:{otherwise.Text})", () => condition.Value() is bool truth ? (truth ? then : otherwise).Value() : null);
        }

        (Model left, Model right) = (Number(random, depth - 1), Number(random, depth - 1));
        string symbol = (string[])["+", "-", "*", "//", "%", "min", "max"] is var symbols ? symbols[random.Next(symbols.Length)] : "";
        string text = symbol.StartsWith('m') ? $"{symbol}({left.Text},{right.Text})" : $"({left.Text}{symbol}{right.Text})";
        return new Model(text, () => left.Value() is BigInteger a && right.Value() is BigInteger b ? Bounded(symbol, a, b) : null);
    }

    private static BigInteger? Bounded(string symbol, BigInteger a, BigInteger b)
    {
        if (symbol is "//" or "%" && b.IsZero)
        {
            return null;
        }

        BigInteger result = symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "//" => Floor(a, b),
            "%" => a - (Floor(a, b) * b),
            "min" => BigInteger.Min(a, b),
            _ => BigInteger.Max(a, b),
        };
        return result >= long.MinValue && result <= long.MaxValue ? result : null;
    }

    private static BigInteger Floor(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return !rest.IsZero && (rest.Sign < 0) != (b.Sign < 0) ? quotient - 1 : quotient;
    }

    private static Model Truth(Random random, int depth)
    {
        if (depth == 0)
        {
            return random.Next(2) == 0 ? new Model("true", () => true) : new Model("false", () => false);
        }

        if (random.Next(4) == 0)
        {
            Model inner = Truth(random, depth - 1);
            return new Model($"!{inner.Text}", () => inner.Value() is bool truth ? !truth : null);
        }

        if (random.Next(2) == 0)
        {
            (Model left, Model right) = (Truth(random, depth - 1), Truth(random, depth - 1));
            bool isAnd = random.Next(2) == 0;
            return new Model($"({left.Text}{(isAnd ? "&&" : "||")}{right.Text})", () => left.Value() is bool truth ? (truth == isAnd ? right.Value() : truth) : null);
        }

        (Model a, Model b) = (Number(random, depth - 1), Number(random, depth - 1));
        string symbol = (string[])["==", "!=", "<", "<=", ">", ">="] is var symbols ? symbols[random.Next(symbols.Length)] : "";
        return new Model($"({a.Text}{symbol}{b.Text})", () => a.Value() is BigInteger x && b.Value() is BigInteger y ? Compared(symbol, x.CompareTo(y)) : (object?)null);
    }

    private static bool Compared(string symbol, int order) => symbol switch
    {
        "==" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    /// <summary>An expression's text and the way to its value; null where it has none.</summary>
    private sealed record Model(string Text, Func<object?> Value);
}
