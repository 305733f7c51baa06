using System.Globalization;
using System.Text;

namespace LoadGen.Tokenization.Templates.Values;

/// <summary>
/// Python's ways with values, which templates are written for. Values are null (None), <see cref="bool"/>, <see cref="long"/>,
/// <see cref="double"/>, <see cref="string"/>, <see cref="TemplateList"/>, <see cref="TemplateMap"/>, <see cref="Callable"/> and
/// <see cref="Undefined"/>.
/// </summary>
internal static class Python
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool b => b,
        long n => n != 0,
        double x => x != 0,
        string s => s.Length > 0,
        TemplateList list => list.Count > 0,
        TemplateMap map => map.IsNamespace || map.Count > 0,
        _ => true,
    };

    /// <summary>What a value is, for messages.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "none",
        Undefined => "undefined",
        bool => "a boolean",
        long or double => "a number",
        string => "a string",
        TemplateList => "a list",
        TemplateMap { IsNamespace: true } => "a namespace",
        TemplateMap => "a mapping",
        _ => "a function",
    };

    /// <summary>As <c>str()</c>.</summary>
    public static string Text(object? value) => value switch
    {
        string s => s,
        Undefined => "",
        _ => Repr(value),
    };

    /// <summary>As <c>repr()</c>.</summary>
    public static string Repr(object? value) => value switch
    {
        null => "None",
        Undefined => "Undefined",
        bool b => b ? "True" : "False",
        long n => n.ToString(CultureInfo.InvariantCulture),
        double x => Number(x),
        string s => Quoted(s),
        TemplateList { IsTuple: true, Count: 1 } one => $"({Repr(one[0])},)",
        TemplateList { IsTuple: true } tuple => $"({string.Join(", ", tuple.ConvertAll(Repr))})",
        TemplateList list => $"[{string.Join(", ", list.ConvertAll(Repr))}]",
        TemplateMap map => $"{{{string.Join(", ", map.Items().Select(item => $"{Repr(item.Key)}: {Repr(item.Value)}"))}}}",
        _ => "<function>",
    };

    /// <summary>As <c>repr()</c> of a float.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        string shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        int exponent = int.Parse(shortest[(shortest.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (value != 0 && exponent is < -4 or >= 16)
        {
            string digits = value.ToString("0.################E+00", CultureInfo.InvariantCulture);
            return digits.Replace('E', 'e');
        }

        text = text.Contains('E', StringComparison.Ordinal) ? value.ToString("0.####################", CultureInfo.InvariantCulture) : text;
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (Undefined, Undefined) => true,
        (string a, string b) => a == b,
        (TemplateList a, TemplateList b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        (TemplateMap a, TemplateMap b) => a.Count == b.Count && a.Items().All(item => b.TryGet(item.Key, out object? other) && AreEqual(item.Value, other)),
        _ => AsNumber(left) is { } x && AsNumber(right) is { } y ? x == y : ReferenceEquals(left, right),
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (TemplateList a, TemplateList b) => a.Zip(b).Select(pair => Compare(pair.First, pair.Second)).FirstOrDefault(c => c != 0, a.Count.CompareTo(b.Count)),
        _ => AsNumber(left) is { } x && AsNumber(right) is { } y
            ? x.CompareTo(y)
            : throw Unusable(left, right, "cannot be compared with"),
    };

    public static bool Contains(object? container, object? item) => container switch
    {
        string s => s.Contains(item as string ?? throw Unusable(item, container, "cannot be in"), StringComparison.Ordinal),
        TemplateList list => list.Exists(one => AreEqual(one, item)),
        TemplateMap map => item is not null && map.Has(item),
        Undefined undefined => throw undefined.Error(),
        _ => throw new TemplateError($"nothing can be in {Kind(container)}"),
    };

    /// <summary>What a loop goes over.</summary>
    public static IEnumerable<object?> Iterate(object? value) => value switch
    {
        TemplateList list => list,
        TemplateMap map => map.Keys,
        string s => Characters(s),
        Undefined => [],
        _ => throw new TemplateError($"{Kind(value)} cannot be gone through"),
    };

    public static long Length(object? value) => value switch
    {
        string s => Characters(s).LongCount(),
        TemplateList list => list.Count,
        TemplateMap map => map.Count,
        Undefined => 0,
        _ => throw new TemplateError($"{Kind(value)} has no length"),
    };

    /// <summary>A number's value, a boolean being 0 or 1; null for what is none.</summary>
    public static double? AsNumber(object? value) => value switch
    {
        bool b => b ? 1 : 0,
        long n => n,
        double x => x,
        _ => null,
    };

    /// <summary>Characters as Python has them: code points.</summary>
    public static IEnumerable<string> Characters(string text) => text.EnumerateRunes().Select(rune => rune.ToString());

    public static TemplateError Unusable(object? left, object? right, string verb) =>
        left is Undefined u ? u.Error() : right is Undefined v ? v.Error() : new TemplateError($"{Kind(left)} {verb} {Kind(right)}");

    private static string Quoted(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder().Append(quote);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '\\' => result.Append("\\\\"),
                _ when c == quote => result.Append('\\').Append(c),
                < ' ' or '\x7f' => result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => result.Append(c),
            };
        }

        return result.Append(quote).ToString();
    }
}
