using System.Globalization;

namespace LoadGen.Launching.Expressions;

/// <summary>What an expression came to.</summary>
/// <param name="Kind">Which of the others holds it.</param>
internal readonly record struct ExpressionValue(ExpressionKind Kind)
{
    public long Integer { get; private init; }

    public double Real { get; private init; }

    public bool Truth { get; private init; }

    public string Text { get; private init; } = "";

    public bool IsNumber => Kind is ExpressionKind.Integer or ExpressionKind.Real;

    /// <summary>A number's value, rounded to the nearest double.</summary>
    public double Number => Kind == ExpressionKind.Integer ? Integer : Real;

    public static ExpressionValue Of(long value) => new(ExpressionKind.Integer) { Integer = value };

    public static ExpressionValue Of(double value) => new(ExpressionKind.Real) { Real = value };

    public static ExpressionValue Of(bool value) => new(ExpressionKind.Truth) { Truth = value };

    public static ExpressionValue Of(string value) => new(ExpressionKind.Text) { Text = value };

    /// <summary>A text that is known only when the process has its place, such as <c>%{leader}</c>.</summary>
    public static ExpressionValue Placed(string placeholder) => new(ExpressionKind.Placed) { Text = placeholder };

    /// <summary>As it is written into a word: 8, 0.85, true.</summary>
    public override string ToString() => Kind switch
    {
        ExpressionKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        ExpressionKind.Real => Written(Real),
        ExpressionKind.Truth => Truth ? "true" : "false",
        _ => Text,
    };

    /// <summary>What it is, for messages.</summary>
    public string Describe() => Kind switch
    {
        ExpressionKind.Integer => $"the whole number {this}",
        ExpressionKind.Real => $"the number {this}",
        ExpressionKind.Truth => ToString(),
        ExpressionKind.Text => $"the text '{Text}'",
        _ => $"{Text}, which is known only when the process is placed",
    };

    // Digits, without an exponent where that is not absurd: engines parse 0.0001 everywhere, 1E-04 not.
    private static string Written(double value) => Math.Abs(value) is 0 or (>= 1e-9 and < 1e15)
        ? value.ToString("0.###################", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}
