using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadGen.Configuration;

/// <summary>
/// YAML 1.2's core schema (<see href="https://yaml.org/spec/1.2.2/#103-core-schema"/>): what a plain scalar means.
/// <code>
/// null     null | Null | NULL | ~ | (nothing)
/// boolean  true | True | TRUE | false | False | FALSE          on, yes, y are text
/// integer  [-+]? [0-9]+  |  0o [0-7]+  |  0x [0-9a-fA-F]+      1_000 is text, 1e3 is a float
/// float    [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
/// others   [-+]? ( \.inf | \.Inf | \.INF )  |  \.nan | \.NaN | \.NAN
/// </code>
/// One thing is stricter: a decimal number with a zero before it (<c>010</c>) is refused where a number is meant, because YAML 1.1 takes
/// it for octal.
/// </summary>
internal static partial class CoreSchema
{
    public static ScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when !MayBeNumber(text) => ScalarKind.Text,
        _ when Integer().IsMatch(text) => ScalarKind.WholeNumber,
        _ when Float().IsMatch(text) => ScalarKind.RealNumber,
        _ when NotFinite().IsMatch(text) => ScalarKind.NotFinite,
        _ => ScalarKind.Text,
    };

    public static bool Boolean(string text) => text[0] is 't' or 'T';

    /// <summary>010, -007: decimal by YAML 1.2, octal by YAML 1.1, and nobody's intention.</summary>
    public static bool HasLeadingZero(string text) => LeadingZero().IsMatch(text);

    /// <summary>The value of an integer; false when it does not fit 64 bits.</summary>
    public static bool TryInteger(string text, out long value)
    {
        string digits = text.TrimStart('+');
        if (digits.StartsWith("0x", StringComparison.Ordinal))
        {
            // Sixteen digits would be read as two's complement, hence below zero.
            return long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
        }

        return digits.StartsWith("0o", StringComparison.Ordinal)
            ? TryOctal(digits.AsSpan(2), out value)
            : long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The value of an integer or a float; false when it is too large.</summary>
    public static bool TryFloat(string text, out double value)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
        {
            bool fits = TryInteger(text, out long whole);
            value = whole;
            return fits;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static bool TryOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (value > long.MaxValue >> 3)
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    private static bool MayBeNumber(string text) => char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.';

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"^[-+]?0[0-9]")]
    private static partial Regex LeadingZero();
}
