using System.Text.Json;

namespace LoadGen.Verdicts.Evidence;

/// <summary>Compares two JSON documents field by field.</summary>
public static class DocumentDifference
{
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
        else if (!JsonElement.DeepEquals(expected, found))
        {
            differences.Add($"{path}: {Text(found)} computed, {Text(expected)} in the document");
        }
    }

    private static string Text(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= TextMax ? text : text[..TextMax] + "…";
    }
}
