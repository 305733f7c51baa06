using System.Text.Json;

namespace LoadGen.Sweeps.Folder;

/// <summary><c>journal.jsonl</c>: what happened, a line each, appended and flushed as it happens. Nothing depends on it: folders say what is done.</summary>
public sealed class Journal : IDisposable
{
    /// <summary>The file's name in the sweep's folder.</summary>
    public const string FileName = "journal.jsonl";

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly Lock _writing = new();

    /// <summary>Opens it at its end.</summary>
    /// <param name="folder">The sweep's folder.</param>
    /// <param name="time">The clock.</param>
    public Journal(string folder, TimeProvider time)
    {
        _time = time;
        _file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        EndLine();
    }

    /// <summary>Adds a line.</summary>
    public void Add(string what, string? configuration = null, string? point = null, string? message = null, int? exitCode = null)
    {
        var entry = new JournalEntry(_time.GetUtcNow(), what, configuration, point, message, exitCode);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, SweepLineJson.Default.JournalEntry), (byte)'\n'];
        lock (_writing)
        {
            _file.Write(line);
            _file.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // A process that was killed while it wrote left half a line: what comes begins in the next.
    private void EndLine()
    {
        if (_file.Length > 0)
        {
            _file.Seek(-1, SeekOrigin.End);
            if (_file.ReadByte() != '\n')
            {
                _file.WriteByte((byte)'\n');
            }
        }
    }
}
