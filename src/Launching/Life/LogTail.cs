using System.Text;

namespace LoadGen.Launching.Life;

/// <summary>The end of a log.</summary>
public static class LogTail
{
    /// <summary>How many lines a failure shows.</summary>
    public const int Lines = 20;

    // A Python traceback's lines have some hundred characters; a progress bar's line may have no end.
    private const int BytesMax = 64 * 1024;
    private const int LineMax = 500;

    /// <summary>Reads the last lines.</summary>
    /// <param name="path">The log.</param>
    /// <param name="mask">Hides secrets.</param>
    /// <returns>Oldest first; none where there is no log.</returns>
    public static IReadOnlyList<string> Read(string path, SecretMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(file.Length, BytesMax), SeekOrigin.End);
            using var reader = new StreamReader(file, Encoding.UTF8);
            // A carriage return begins a progress bar's line anew: what stands before it was overwritten.
            return
            [
                .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.TrimEnd('\r').Split('\r')[^1].TrimEnd())
                    .Where(line => line.Length > 0)
                    .TakeLast(Lines)
                    .Select(line => mask.Apply(line))
                    .Select(line => line.Length > LineMax ? line[..LineMax] + "…" : line),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"({path} cannot be read: {e.Message})"];
        }
    }
}
