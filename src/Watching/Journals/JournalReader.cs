using System.Text.Json;

namespace LoadGen.Watching.Journals;

/// <summary>Reads a journal's segments. A line that cannot be read is left where it is, counted and said; it costs no other line.</summary>
internal static class JournalReader
{
    /// <summary>A segment's records, in its order.</summary>
    /// <param name="path">The file. A last line without its end is not looked at: it was never written whole.</param>
    /// <param name="notices">Gets a line for each that cannot be read.</param>
    public static List<JournalRecord> Read(string path, ICollection<string> notices)
    {
        byte[] bytes = ReadAll(path);
        var records = new List<JournalRecord>();
        int start = 0;
        for (int line = 1; start < bytes.Length; line++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            if (Parse(bytes.AsSpan(start, length)) is { } record)
            {
                records.Add(record);
            }
            else
            {
                notices.Add($"{path}:{line}: no record of a journal: left out");
            }

            start += length + 1;
        }

        return records;
    }

    /// <summary>Cuts a last line without its end off: its writer was killed in the middle of it.</summary>
    /// <returns>Its bytes; 0 for a whole file.</returns>
    public static long CutTornLine(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        byte[] tail = new byte[4096];
        long whole = stream.Length;
        while (whole > 0)
        {
            int length = (int)Math.Min(tail.Length, whole);
            stream.Position = whole - length;
            stream.ReadExactly(tail.AsSpan(0, length));
            int end = tail.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (end >= 0)
            {
                whole += end + 1 - length;
                break;
            }

            whole -= length;
        }

        long torn = stream.Length - whole;
        if (torn > 0)
        {
            stream.SetLength(whole);
        }

        return torn;
    }

    private static JournalRecord? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            JournalRecord? record = JsonSerializer.Deserialize(line, JournalJson.Default.JournalRecord);
            return record is ProbeRecord { IsKnown: false } ? null : record;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Not JSON, or a kind of a later version: the caller says so.
            return null;
        }
    }

    // The writer may be at work meanwhile.
    private static byte[] ReadAll(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
