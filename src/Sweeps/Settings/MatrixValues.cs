using System.Globalization;
using System.Text.Json;

namespace LoadGen.Sweeps.Settings;

/// <summary>Values of keys that take one value or a list.</summary>
internal static class MatrixValues
{
    /// <summary>The values, each as text; none where the key is not there.</summary>
    public static IReadOnlyList<string> Texts(JsonElement? value) => value is { } element ? [.. Items(element).Select(TextOf)] : [];

    /// <summary>The values as numbers; a single null where the key is not there, so that they multiply.</summary>
    public static IReadOnlyList<int?> NumbersOrNull(JsonElement? value) => value is { } element ? [.. Items(element).Select(item => (int?)item.GetInt32())] : [null];

    /// <summary>The values as texts; a single null where the key is not there.</summary>
    public static IReadOnlyList<string?> TextsOrNull(JsonElement? value) => value is { } ? [.. Texts(value)] : [null];

    /// <summary>What is wrong with whole numbers; null when nothing is.</summary>
    public static string? ProblemOfNumbers(JsonElement value, int min, int max)
    {
        string accepted = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}, or a list of such");
        return Problem(value, accepted, item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) && number >= min && number <= max);
    }

    /// <summary>What is wrong with texts; null when nothing is.</summary>
    public static string? ProblemOfTexts(JsonElement value, params string[] choices) => choices.Length == 0
        ? Problem(value, "text, or a list of texts", item => item.ValueKind == JsonValueKind.String && item.GetString()!.Length > 0)
        : Problem(value, $"one of {string.Join(", ", choices)}, or a list of such", item => item.ValueKind == JsonValueKind.String && choices.Contains(item.GetString()));

    /// <summary>What is wrong with values of any simple kind; null when nothing is.</summary>
    public static string? ProblemOfScalars(JsonElement value) =>
        Problem(value, "a value, or a list of values", item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False);

    private static JsonElement[] Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static string? Problem(JsonElement value, string accepted, Predicate<JsonElement> isRight)
    {
        JsonElement[] items = Items(value);
        if (items.Length == 0)
        {
            return $"found an empty list; accepted: {accepted}";
        }

        foreach (JsonElement item in items)
        {
            if (!isRight(item))
            {
                return $"found {Found(item)}; accepted: {accepted}";
            }
        }

        string[] texts = [.. items.Select(TextOf)];
        return texts.FirstOrDefault(text => texts.Count(other => other == text) > 1) is { } twice ? $"found {twice} twice; accepted: each value once" : null;
    }

    private static string Found(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Array => "a list in the list",
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Null => "nothing",
        JsonValueKind.String => $"the text '{item.GetString()}'",
        _ => item.GetRawText(),
    };

    // true and 1.5 as they would stand behind --set.
    private static string TextOf(JsonElement item) => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
}
