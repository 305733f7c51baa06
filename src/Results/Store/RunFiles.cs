using System.Text.Json;

namespace LoadGen.Results.Store;

/// <summary>Documents of run folders.</summary>
internal static class RunFiles
{
    public const string Result = "result.json";
    public const string Raw = "inferencex.json";
    public const string Records = "records.jsonl";

    /// <summary>A document's root; null where there is none, or none that can be read.</summary>
    public static JsonElement? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? Read(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A document's root.</summary>
    public static JsonElement Read(string path) => Parse(File.ReadAllBytes(path));

    /// <summary>A document's root.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        using JsonDocument document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }
}
