using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>Operators, as Python has them.</summary>
internal static class Operators
{
    public static bool Compare(string sign, object? left, object? right) => sign switch
    {
        "==" => Python.AreEqual(left, right),
        "!=" => !Python.AreEqual(left, right),
        "in" => Python.Contains(right, left),
        "not in" => !Python.Contains(right, left),
        "<" => Python.Compare(left, right) < 0,
        ">" => Python.Compare(left, right) > 0,
        "<=" => Python.Compare(left, right) <= 0,
        _ => Python.Compare(left, right) >= 0,
    };

    public static object? Apply(string sign, object? left, object? right) => (sign, left, right) switch
    {
        ("~", _, _) => Python.Text(left) + Python.Text(right),
        ("+", string a, string b) => a + b,
        ("+", TemplateList a, TemplateList b) => new TemplateList(a.Concat(b), a.IsTuple),
        ("*", string a, long n) => string.Concat(Enumerable.Repeat(a, Times(n, a.Length))),
        ("*", TemplateList a, long n) => new TemplateList(Enumerable.Repeat(a, Times(n, a.Count)).SelectMany(one => one), a.IsTuple),
        ("%", string, _) => throw new TemplateError("formatting by % is not supported: use ~ or format"),
        _ => Reckon(sign, left, right),
    };

    // What a template repeats stays within memory.
    private static int Times(long times, int length) => times * Math.Max(1, length) <= 1 << 24
        ? (int)Math.Max(0, times)
        : throw new TemplateError($"{times} times {length} is more than a prompt may have");

    private static object Reckon(string sign, object? left, object? right)
    {
        if (Python.AsNumber(left) is not { } x || Python.AsNumber(right) is not { } y)
        {
            throw Python.Unusable(left, right, $"does not go with {sign} and");
        }

        if (sign is "/" or "//" or "%" && y == 0)
        {
            throw new TemplateError("division by zero");
        }

        if (left is double || right is double || sign == "/" || (sign == "**" && y < 0))
        {
            return sign switch
            {
                "+" => x + y,
                "-" => x - y,
                "*" => x * y,
                "/" => x / y,
                "//" => Math.Floor(x / y),
                "%" => x - (y * Math.Floor(x / y)),
                _ => Math.Pow(x, y),
            };
        }

        return Whole(sign, Convert.ToInt64(left, null), Convert.ToInt64(right, null));
    }

    // Python rounds down, not towards zero.
    private static long Whole(string sign, long x, long y) => sign switch
    {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "//" => (x / y) - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0),
        "%" => ((x % y) + y) % y,
        _ => (long)Math.Pow(x, y),
    };
}
