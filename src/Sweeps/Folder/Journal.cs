using System.Text.Json;

namespace LoadGen.Sweeps.Folder;

/// <summary>
/// <c>journal.jsonl</c>: what happened, a line each, appended and flushed as it happens. Nothing depends on it, since folders say what is done:
/// where it cannot be written, the sweep goes on.
/// </summary>
public sealed class Journal : IDisposable
{
    /// <summary>The file's name in the sweep's folder.</summary>
    public const string FileName = "journal.jsonl";

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly Lock _writing = new();
    private long _endBytes;
    private bool _isTorn;
    private bool _hasComplained;

    /// <summary>Opens it at its end.</summary>
    /// <param name="folder">The sweep's folder.</param>
    /// <param name="time">The clock.</param>
    public Journal(string folder, TimeProvider time)
    {
        _time = time;
        _file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        EndLine();
        _endBytes = _file.Length;
    }

    /// <summary>Is told, once, that lines are lost, and why.</summary>
    public event Action<string>? Failed;

    /// <summary>Adds a line, if that can be.</summary>
    public void Add(string what, string? configuration = null, string? point = null, string? message = null, int? exitCode = null)
    {
        var entry = new JournalEntry(_time.GetUtcNow(), what, configuration, point, message, exitCode);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, SweepLineJson.Default.JournalEntry), (byte)'\n'];
        string? complaint = null;
        lock (_writing)
        {
            try
            {
                Write(line);
            }
            catch (IOException e)
            {
                complaint = _hasComplained ? null : $"{FileName}: cannot be written ({e.Message.ReplaceLineEndings(" ")}): it lacks lines from here on, and the sweep goes on";
                (_isTorn, _hasComplained) = (true, true);
            }
        }

        if (complaint is not null)
        {
            Failed?.Invoke(complaint);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(byte[] line)
    {
        if (_isTorn)
        {
            // As much as the disk had room for.
            _file.SetLength(_endBytes);
            _isTorn = false;
        }

        _file.Write(line);
        _endBytes += line.Length;
    }

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
