using System.Text.Json;

namespace LoadGen.Launching.Manifests;

/// <summary>What is wrong with a manifest, in the words of the file: the serializer's name its own types.</summary>
internal static class ManifestProblem
{
    /// <summary>File, line and what was found there.</summary>
    public static string Describe(string path, JsonException e) => $"{path}:{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}: {What(path, e)}";

    // The reader's own exceptions stand within those of the serializer.
    private static string What(string path, JsonException e)
    {
        if (e.InnerException is JsonException)
        {
            return "no valid JSON from here on";
        }

        string key = e.Path is { Length: > 2 } at ? at[2..] : "";
        string missing = key.Length == 0 ? string.Join(", ", MissingIn(path)) : "";
        return missing.Length > 0 ? $"no manifest of a launch: the keys {missing} are missing"
            : key.Length == 0 ? "no manifest of a launch: a mapping is missing"
            : $"no manifest of a launch: '{key}' has another kind of value, or lacks keys";
    }

    private static IEnumerable<string> MissingIn(string path)
    {
        using FileStream file = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(file);
        return document.RootElement.ValueKind != JsonValueKind.Object
            ? []
            : [.. ManifestJson.Default.LaunchManifest.Properties.Where(property => property.IsRequired && !document.RootElement.TryGetProperty(property.Name, out _)).Select(property => property.Name)];
    }
}
