using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LoadGen.Configuration;

/// <summary>What problems say of values and types.</summary>
internal static class Words
{
    private const int ExcerptMax = 60;

    /// <summary>A name as files spell it.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>What stands in the file.</summary>
    public static string Found(YamlNode node, string path) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        // Whoever writes a secret where its variable's name belongs must not find it in a log.
        YamlScalar when path.EndsWith("_env", StringComparison.Ordinal) => "another value",
        YamlScalar { Kind: ScalarKind.WholeNumber or ScalarKind.RealNumber or ScalarKind.NotFinite } number => $"the number {Excerpt(number.Text)}",
        YamlScalar { Kind: ScalarKind.Boolean } truth => truth.Text,
        YamlScalar { IsQuoted: true } text => $"the text '{Excerpt(text.Text)}' in quotes",
        YamlScalar text => $"the text '{Excerpt(text.Text)}'",
        _ => "another value",
    };

    /// <summary>What a type accepts.</summary>
    public static string Accepted(JsonTypeInfo type)
    {
        Type bare = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return type.Options.GetTypeInfo(bare).Kind switch
        {
            JsonTypeInfoKind.Object => $"a mapping with the keys {Keys(type.Options.GetTypeInfo(bare))}",
            JsonTypeInfoKind.Dictionary => "a mapping",
            JsonTypeInfoKind.Enumerable => $"a list of {Plural(type)}",
            _ when bare.IsEnum => $"one of {string.Join(", ", Enum.GetNames(bare).Select(Snake))}",
            _ when bare == typeof(string) => "text",
            _ when bare == typeof(bool) => "true or false",
            _ when bare == typeof(double) || bare == typeof(float) => "a number",
            _ when bare == typeof(int) => "a whole number of 32 bits",
            _ when bare == typeof(uint) => "a whole number from 0, of 32 bits",
            _ when bare == typeof(ulong) => "a whole number from 0",
            _ when bare == typeof(JsonElement) => "any value",
            _ => "a whole number",
        };
    }

    /// <summary>A key that the mapping does not know.</summary>
    public static string UnknownKey(string key, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        string hint = Spelling.Nearest(key, names) is { } nearest ? $"did you mean '{nearest}'? " : "";
        return $"unknown key; {hint}accepted: {string.Join(", ", names)}";
    }

    /// <summary>A name that an environment variable can have.</summary>
    public static bool IsVariableName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Plural(JsonTypeInfo list)
    {
        JsonTypeInfo element = list.Options.GetTypeInfo(list.ElementType!);
        return element.Kind switch
        {
            JsonTypeInfoKind.Object => $"mappings with the keys {Keys(element)}",
            JsonTypeInfoKind.Dictionary => "mappings",
            JsonTypeInfoKind.Enumerable => "lists",
            _ when element.Type == typeof(string) => "texts",
            _ when element.Type.IsEnum => $"{string.Join(", ", Enum.GetNames(element.Type).Select(Snake))}",
            _ => "numbers",
        };
    }

    private static string Keys(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(p => p.Name));

    // One line, and short: the position says where to look.
    private static string Excerpt(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= ExcerptMax ? line : $"{line[..ExcerptMax]}…";
    }
}
