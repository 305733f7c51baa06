using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LoadGen.Sweeps.Folder;

/// <summary>Files that are there are whole: written under another name, to the disk, then renamed.</summary>
internal static class WholeFile
{
    public static void Write<T>(string path, T document, JsonTypeInfo<T> type) =>
        WriteBytes(path, [.. JsonSerializer.SerializeToUtf8Bytes(document, type), (byte)'\n']);

    public static void WriteText(string path, string text) => WriteBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The document; null where there is none, or none that can be read.</summary>
    public static T? TryRead<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void WriteBytes(string path, byte[] bytes)
    {
        string partial = path + ".partial";
        using (FileStream file = File.Create(partial))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }
}
