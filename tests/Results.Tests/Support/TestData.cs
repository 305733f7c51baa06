using System.Text.Json;

namespace LoadGen.Results.Tests.Support;

/// <summary>Rows that were published: facts of others, which must be read as they are.</summary>
internal static class TestData
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "data", name);

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
