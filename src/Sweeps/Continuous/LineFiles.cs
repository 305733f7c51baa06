using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LoadGen.Sweeps.Continuous;

/// <summary>Files of JSON with a document a line, which only ever grow.</summary>
internal static class LineFiles
{
    /// <summary>The documents; half a line, of a process that was killed while it wrote, is none.</summary>
    public static IReadOnlyList<T> Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        var documents = new List<T>();
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            try
            {
                documents.Add(JsonSerializer.Deserialize(line, type)!);
            }
            catch (JsonException)
            {
                // What it would have said is found again: from the folders, or by comparing once more.
                continue;
            }
        }

        return documents;
    }

    /// <summary>Adds documents at the end.</summary>
    public static void Append<T>(string path, IEnumerable<T> documents, JsonTypeInfo<T> type)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }

        foreach (T document in documents)
        {
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(document, type), (byte)'\n']);
        }

        file.Flush(flushToDisk: true);
    }
}
