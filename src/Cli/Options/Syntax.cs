using System.CommandLine;
using System.Globalization;

namespace LoadGen.Cli.Options;

/// <summary>Builds options whose errors say what was found and what would be right.</summary>
internal static class Syntax
{
    public static Option<int?> Integer(string name, string help, int min, int max = int.MaxValue) =>
        Parsed<int?>(name, "N", help, text => $"a whole number {Range(min, max == int.MaxValue && !IsBeyond(text, max) ? null : max)}",
            text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) && n >= min && n <= max ? n : null);

    public static Option<long?> Long(string name, string help, long min, long max) =>
        Parsed<long?>(name, "N", help, $"a whole number {Range(min, max)}",
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) && n >= min && n <= max ? n : null);

    public static Option<double?> Number(string name, string help, double min, double? max = null, bool aboveMin = false) =>
        Parsed<double?>(name, "X", help,
            text => $"{(aboveMin ? $"a number above {min.ToString(CultureInfo.InvariantCulture)}" : $"a number {Range(min, max)}")}{(max is null && IsBeyond(text, double.MaxValue) ? ", up to 1.7e308" : "")}",
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) && double.IsFinite(x)
                && (aboveMin ? x > min : x >= min) && x <= (max ?? double.MaxValue) ? x : null);

    /// <summary>A duration: <c>90</c> or <c>90s</c>, <c>250ms</c>, <c>5m</c>, <c>1h</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string help) =>
        Parsed<TimeSpan?>(name, "TIME", help, "a duration above 0 such as 90, 90s, 250ms, 5m or 1h", text => ParseDuration(text) is { Ticks: > 0 } time ? time : null);

    /// <summary>A duration, or 0.</summary>
    public static Option<TimeSpan?> DurationOrZero(string name, string help) =>
        Parsed<TimeSpan?>(name, "TIME", help, "a duration such as 0, 90, 90s, 250ms, 5m or 1h", ParseDuration);

    public static Option<string?> Text(string name, string valueName, string help) => new(name) { Description = help, HelpName = valueName };

    public static Option<string[]> Texts(string name, string valueName, string help) =>
        new(name) { Description = help, HelpName = valueName, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    public static Option<string?> Choice(string name, string help, params string[] choices)
    {
        return Parsed(name, string.Join('|', choices), help, "one of " + string.Join(", ", choices), text => choices.Contains(text) ? text : null);
    }

    public static Option<bool> Flag(string name, string help) => new(name) { Description = help, Arity = ArgumentArity.Zero };

    internal static TimeSpan? ParseDuration(string text)
    {
        (string number, double unitS) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 0.001),
            _ when text.EndsWith('s') => (text[..^1], 1),
            _ when text.EndsWith('m') => (text[..^1], 60),
            _ when text.EndsWith('h') => (text[..^1], 3600),
            _ => (text, 1.0),
        };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * unitS < 1e8
            ? TimeSpan.FromSeconds(value * unitS)
            : null;
    }

    private static Option<T?> Parsed<T>(string name, string valueName, string help, string accepted, Func<string, T?> parse) =>
        Parsed(name, valueName, help, _ => accepted, parse);

    private static Option<T?> Parsed<T>(string name, string valueName, string help, Func<string, string> accepted, Func<string, T?> parse) => new(name)
    {
        Description = help,
        HelpName = valueName,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            T? value = parse(text);
            if (value is null)
            {
                result.AddError($"{name}: '{text}' is not {accepted(text)}");
            }

            return value;
        },
    };

    // Then the limit is to be named, however far away it is.
    private static bool IsBeyond(string text, double max) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) && x > max;

    private static string Range(double min, double? max) => max is { } m
        ? string.Create(CultureInfo.InvariantCulture, $"from {min} to {m}")
        : string.Create(CultureInfo.InvariantCulture, $"of at least {min}");
}
