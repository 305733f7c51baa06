using System.Globalization;
using System.Text.Json.Nodes;

namespace LoadGen.Configuration;

/// <summary>One scalar as the JSON value of a simple type.</summary>
internal static class ScalarToJson
{
    /// <summary>The value; null when the type does not accept it.</summary>
    /// <param name="scalar">What the file says.</param>
    /// <param name="type">text, a truth value, a number or an enum.</param>
    /// <param name="why">Where it is not obvious, what to write instead.</param>
    public static JsonValue? Convert(YamlScalar scalar, Type type, out string? why)
    {
        why = null;
        if (type == typeof(string))
        {
            why = scalar.Kind == ScalarKind.Text ? null : " (put it into quotes)";
            return scalar.Kind == ScalarKind.Text ? JsonValue.Create(scalar.Text) : null;
        }

        if (type.IsEnum)
        {
            return Enum(scalar, type);
        }

        if (type == typeof(bool))
        {
            why = WithoutQuotes(scalar);
            return scalar.Kind == ScalarKind.Boolean ? JsonValue.Create(CoreSchema.Boolean(scalar.Text)) : null;
        }

        if (scalar.Kind is not (ScalarKind.WholeNumber or ScalarKind.RealNumber) || CoreSchema.HasLeadingZero(scalar.Text))
        {
            why = scalar.Kind switch
            {
                ScalarKind.Text => WithoutQuotes(scalar) ?? WithoutUnderscores(scalar),
                ScalarKind.WholeNumber or ScalarKind.RealNumber => " without a zero before it",
                _ => null,
            };
            return null;
        }

        JsonValue? number = Number(scalar, type);
        why = number is null ? BeyondLimit(scalar, type) : null;
        return number;
    }

    // Without the limit, a number that is too large is told that a number is accepted.
    private static string? BeyondLimit(YamlScalar scalar, Type type) => scalar.Kind switch
    {
        _ when type == typeof(double) || type == typeof(float) => " up to 1.7e308",
        ScalarKind.WholeNumber when scalar.Text[0] != '-' && type == typeof(int) => $", up to {int.MaxValue}",
        ScalarKind.WholeNumber when scalar.Text[0] != '-' && type == typeof(uint) => $", up to {uint.MaxValue}",
        ScalarKind.WholeNumber when scalar.Text[0] != '-' && type == typeof(long) => $", up to {long.MaxValue}",
        _ => null,
    };

    // An enum is written as its number, which every enum converter of System.Text.Json reads.
    private static JsonValue? Enum(YamlScalar scalar, Type type)
    {
        string? member = System.Enum.GetNames(type).FirstOrDefault(name => Words.Snake(name) == scalar.Text);
        return member is null || scalar.Kind != ScalarKind.Text
            ? null
            : JsonValue.Create(System.Convert.ToInt64(System.Enum.Parse(type, member), CultureInfo.InvariantCulture));
    }

    private static JsonValue? Number(YamlScalar scalar, Type type)
    {
        if (type == typeof(double) || type == typeof(float))
        {
            return CoreSchema.TryFloat(scalar.Text, out double real) ? JsonValue.Create(real) : null;
        }

        if (scalar.Kind != ScalarKind.WholeNumber || !CoreSchema.TryInteger(scalar.Text, out long whole))
        {
            return null;
        }

        return type switch
        {
            _ when type == typeof(long) => JsonValue.Create(whole),
            _ when type == typeof(int) => whole is >= int.MinValue and <= int.MaxValue ? JsonValue.Create(whole) : null,
            _ when type == typeof(uint) => whole is >= 0 and <= uint.MaxValue ? JsonValue.Create(whole) : null,
            _ when type == typeof(ulong) => whole >= 0 ? JsonValue.Create(whole) : null,
            _ => throw new NotSupportedException($"a setting of type {type.Name} cannot be read from YAML"),
        };
    }

    private static string? WithoutQuotes(YamlScalar scalar) =>
        scalar.IsQuoted && CoreSchema.KindOf(scalar.Text) is ScalarKind.Boolean or ScalarKind.WholeNumber or ScalarKind.RealNumber ? " (take it out of the quotes)" : null;

    private static string? WithoutUnderscores(YamlScalar scalar) =>
        scalar.Text.Contains('_', StringComparison.Ordinal) && CoreSchema.KindOf(scalar.Text.Replace("_", "", StringComparison.Ordinal)) == ScalarKind.WholeNumber
            ? " (without _ between the digits)"
            : null;
}
