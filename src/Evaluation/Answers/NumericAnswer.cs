using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace LoadGen.Evaluation.Answers;

/// <summary>A number as people and LaTeX write it, exactly: 1,234.50 · $7 · 50% · -3/4 · \frac{3}{4} · 1\frac{1}{2} · 1.5 \times 10^{3} · 72 degrees.</summary>
internal sealed partial class NumericAnswer
{
    // A double holds 10^308; what people mean is smaller, and 10^999999999 would be computed for minutes.
    private const int ExponentMax = 400;
    private const int CharsMax = 500;

    // Commas between groups of three, or as in India of two and at the end three; a comma elsewhere separates numbers.
    private const string Digits = @"(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)";

    private NumericAnswer(BigInteger numerator, BigInteger denominator, bool isPercent)
    {
        if (denominator.Sign < 0)
        {
            (numerator, denominator) = (-numerator, -denominator);
        }

        (Numerator, Denominator, IsPercent) = (numerator, denominator, isPercent);
    }

    private BigInteger Numerator { get; }

    private BigInteger Denominator { get; }

    private bool IsPercent { get; }

    /// <summary>Reads a number; null where the text is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ignoreUnits">Words behind it are its unit; otherwise they make it something else.</param>
    public static NumericAnswer? Read(string text, bool ignoreUnits)
    {
        if (text.Length > CharsMax || Plain(text) is not { Length: > 0 } plain)
        {
            return null;
        }

        Match match = Form().Match(plain);
        if (!match.Success || (!ignoreUnits && match.Groups["unit"].Length > 0))
        {
            return null;
        }

        BigInteger sign = match.Groups["sign"].Value is "-" ? BigInteger.MinusOne : BigInteger.One;
        (BigInteger numerator, BigInteger denominator) = Decimal(match.Groups["whole"].Value);
        if (match.Groups["under"] is { Success: true } under)
        {
            (BigInteger over, BigInteger overScale) = Decimal(match.Groups["over"].Value);
            (BigInteger below, BigInteger belowScale) = Decimal(under.Value);
            if (below.IsZero)
            {
                return null;
            }

            // over/under, and in front of it the whole of a mixed number.
            (BigInteger top, BigInteger bottom) = (over * belowScale, overScale * below);
            (numerator, denominator) = ((numerator * bottom) + (top * denominator), denominator * bottom);
        }

        if (match.Groups["power"] is { Success: true } power)
        {
            if (!int.TryParse(power.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs(exponent) > ExponentMax)
            {
                return null;
            }

            BigInteger scale = BigInteger.Pow(10, Math.Abs(exponent));
            (numerator, denominator) = exponent >= 0 ? (numerator * scale, denominator) : (numerator, denominator * scale);
        }

        return new NumericAnswer(sign * numerator, denominator, match.Groups["percent"].Success);
    }

    /// <summary>The two are the same number, or differ by no more than allowed. Where one is a percentage, 50% is both 50 and 0.5.</summary>
    /// <param name="expected">The right one.</param>
    /// <param name="tolerance">How much they may differ.</param>
    /// <param name="relative">How much, as a share of the right one.</param>
    public bool Equals(NumericAnswer expected, double tolerance, double relative)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return Near(this, expected, tolerance, relative)
            || (IsPercent && !expected.IsPercent && Near(Hundredth(this), expected, tolerance, relative))
            || (!IsPercent && expected.IsPercent && Near(this, Hundredth(expected), tolerance, relative));
    }

    private static NumericAnswer Hundredth(NumericAnswer number) => new(number.Numerator, number.Denominator * 100, false);

    private static bool Near(NumericAnswer found, NumericAnswer expected, double tolerance, double relative)
    {
        BigInteger difference = BigInteger.Abs((found.Numerator * expected.Denominator) - (expected.Numerator * found.Denominator));
        if (difference.IsZero)
        {
            return true;
        }

        double allowed = Math.Max(tolerance, relative * Math.Abs(Ratio(expected.Numerator, expected.Denominator)));

        // 0.1 is no double: a difference that is the tolerance itself, but for its rounding, is within it.
        return allowed > 0 && Ratio(difference, found.Denominator * expected.Denominator) <= allowed * (1 + 1e-12);
    }

    // Both may be larger than any double; their ratio need not be.
    private static double Ratio(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
        {
            return 0;
        }

        double log = BigInteger.Log(BigInteger.Abs(numerator)) - BigInteger.Log(denominator);
        return log is > 700 or < -700 || BigInteger.Abs(numerator).GetBitLength() > 1000 || denominator.GetBitLength() > 1000
            ? Math.Exp(log)
            : Math.Abs((double)numerator / (double)denominator);
    }

    private static (BigInteger Value, BigInteger Scale) Decimal(string text)
    {
        if (text.Length == 0)
        {
            return (BigInteger.Zero, BigInteger.One);
        }

        string digits = text.Replace(",", "", StringComparison.Ordinal);
        int point = digits.IndexOf('.');
        int places = point < 0 ? 0 : digits.Length - point - 1;
        return (BigInteger.Parse("0" + digits.Replace(".", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture), BigInteger.Pow(10, places));
    }

    // One way to write each thing: signs, blanks, currencies, LaTeX's fractions, percent signs and powers.
    private static string Plain(string text)
    {
        string plain = text.Trim().Replace('−', '-').Replace('–', '-');
        plain = Spaces().Replace(plain, " ");
        foreach ((string from, string to) in (ReadOnlySpan<(string, string)>)
        [
            ("\\left", ""), ("\\right", ""), ("{,}", ","), ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"), ("\\%", "%"), ("\\$", ""), ("$", ""), ("€", ""), ("£", ""), ("¥", ""), ("~", " "),
            ("\\cdot", "*"), ("\\times", "*"), ("×", "*"), ("·", "*"), ("^{\\circ}", " degrees"), ("^\\circ", " degrees"), ("°", " degrees"), ("\\degree", " degrees"), ("**", ""),
        ])
        {
            plain = plain.Replace(from, to, StringComparison.Ordinal);
        }

        plain = TextCommand().Replace(plain, " $1 ");
        plain = Fraction().Replace(plain, " $1$3/$2$4");
        plain = Power().Replace(plain, "e$1");
        plain = Spaces().Replace(plain, " ").Trim();
        return plain.EndsWith('.') ? plain[..^1].TrimEnd() : plain;
    }

    [GeneratedRegex(@"(?:\s|\\[,;:! ]|\u00a0|\u202f|\u2009)+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\\(?:text|mathrm|mbox|mathbf|textbf|textit|operatorname)\s*\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex TextCommand();

    // \frac{3}{4} and \frac34.
    [GeneratedRegex(@"\\frac\s*(?:\{\s*(-?[\d.,]+)\s*\}\s*\{\s*([\d.,]+)\s*\}|(\d)\s*(\d))", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\s?\*\s?10\s?\^\s?\{?\s?([-+]?\d{1,9})\s?\}?", RegexOptions.CultureInvariant)]
    private static partial Regex Power();

    [GeneratedRegex(
        @"^(?<sign>[-+])?\s?(?:(?:(?<whole>\d+)\s)?(?<over>" + Digits + @")\s?/\s?(?<under>" + Digits + @")|(?<whole>" + Digits
            + @"))(?:[eE](?<power>[-+]?\d{1,9}))?\s?(?<percent>%|percent\b)?\s?(?<unit>[A-Za-zµμ][A-Za-zµμ .\-/^*\d{}()²³]*)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
