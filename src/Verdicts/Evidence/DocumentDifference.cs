using System.Text.Json;

namespace LoadGen.Verdicts.Evidence;

/// <summary>Compares two JSON documents field by field: texts and whole numbers as they are, other numbers to <see cref="Tolerance"/>.</summary>
/// <remarks>
/// A verdict's chances and intervals come from exponentials and logarithms, whose last digits are the platform's library's: honest evidence
/// from another machine would otherwise count as changed. What is counted, and the verdict itself, have no last digit to forgive.
/// </remarks>
public static class DocumentDifference
{
    /// <summary>
    /// By how much of the larger two fractions may differ. Libraries are right to some 10⁻¹⁶, and a chance over a million requests is the
    /// exponential of sums of about a million: 10⁻¹⁰. What a document says in words it rounds to far fewer digits.
    /// </summary>
    public const double Tolerance = 1e-9;

    // Chances so small have lost digits already, and mean zero.
    private const double Negligible = 1e-300;

    private const int TextMax = 80;

    /// <summary>What differs, one line each, by path: <c>objectives[1].overruns: 3 instead of 2</c>.</summary>
    /// <param name="expected">The document as it stands.</param>
    /// <param name="found">The document as it was computed again.</param>
    public static IReadOnlyList<string> Between(JsonElement expected, JsonElement found)
    {
        var differences = new List<string>();
        Compare("", expected, found, differences);
        return differences;
    }

    private static void Compare(string path, JsonElement expected, JsonElement found, List<string> differences)
    {
        if (expected.ValueKind == JsonValueKind.Object && found.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in expected.EnumerateObject())
            {
                string at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                if (found.TryGetProperty(property.Name, out JsonElement other))
                {
                    Compare(at, property.Value, other, differences);
                }
                else
                {
                    differences.Add($"{at}: not computed, {Text(property.Value)} in the document");
                }
            }

            differences.AddRange(found.EnumerateObject()
                .Where(property => !expected.TryGetProperty(property.Name, out _))
                .Select(property => $"{(path.Length == 0 ? "" : path + ".")}{property.Name}: {Text(property.Value)} computed, missing in the document"));
        }
        else if (expected.ValueKind == JsonValueKind.Array && found.ValueKind == JsonValueKind.Array)
        {
            int count = Math.Max(expected.GetArrayLength(), found.GetArrayLength());
            for (int i = 0; i < count; i++)
            {
                string at = $"{path}[{i}]";
                if (i >= expected.GetArrayLength())
                {
                    differences.Add($"{at}: {Text(found[i])} computed, missing in the document");
                }
                else if (i >= found.GetArrayLength())
                {
                    differences.Add($"{at}: not computed, {Text(expected[i])} in the document");
                }
                else
                {
                    Compare(at, expected[i], found[i], differences);
                }
            }
        }
        else if (!AreEqual(expected, found))
        {
            differences.Add($"{path}: {Text(found)} computed, {Text(expected)} in the document");
        }
    }

    private static bool AreEqual(JsonElement expected, JsonElement found) => JsonElement.DeepEquals(expected, found)
        || (expected.ValueKind == JsonValueKind.Number && found.ValueKind == JsonValueKind.Number
            && (IsFraction(expected) || IsFraction(found))
            && AreNear(expected.GetDouble(), found.GetDouble()));

    // 3 beside 2.9999999999999996 is the same fraction; 3 beside 2 is a count.
    private static bool IsFraction(JsonElement number) => number.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');

    private static bool AreNear(double a, double b)
    {
        double larger = Math.Max(Math.Abs(a), Math.Abs(b));
        return double.IsFinite(larger) && (larger < Negligible || Math.Abs(a - b) <= Tolerance * larger);
    }

    private static string Text(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= TextMax ? text : text[..TextMax] + "…";
    }
}
