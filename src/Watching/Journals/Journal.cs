using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadGen.Watching.Journals;

/// <summary>
/// Everything a watch sees, as it sees it: JSON lines, a file for each UTC day, only ever appended to. Each record is one write, so a
/// watcher that is killed loses what it had not written yet and nothing else. Thread-safe.
/// </summary>
/// <remarks>
/// A disk that is full does not end the watch: records wait in memory and are written, in their order, with the next one that is.
/// Records are handed to the kernel, not forced to the disk: a killed process loses none, a machine without power may lose the last seconds.
/// </remarks>
public sealed class Journal : IDisposable
{
    // Some 40 MB: days at a probe a second.
    private const int MostUnwritten = 100_000;

    private readonly string _folder;
    private readonly Func<string, Stream> _open;
    private readonly FileStream _ownership;
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _unwritten = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;
    private readonly long _seed;
    private Stream? _stream;
    private DateOnly _day;
    private long _wholeBytes;
    private bool _isFailing;

    private Journal(string folder, Func<string, Stream> open, FileStream ownership, JournalState state, long seed)
    {
        (_folder, _open, _ownership, State, _seed) = (folder, open, ownership, state, seed);

        // Lines are read by people too, and by no browser.
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>The disk refuses records, in one line; or null: it takes them again. Told on the thread that writes.</summary>
    public event Action<string?>? Failing;

    /// <summary>Records that the disk has not taken yet.</summary>
    public int Unwritten
    {
        get
        {
            lock (_gate)
            {
                return _unwritten.Count;
            }
        }
    }

    /// <summary>What goes on from the records so far.</summary>
    public JournalCarry Carry
    {
        get
        {
            lock (_gate)
            {
                return State.Carry(_seed);
            }
        }
    }

    internal JournalState State { get; }

    /// <summary>Opens a folder's journal, or begins one.</summary>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <param name="since">Records from here on are read; of what came before, only what goes on.</param>
    /// <param name="seed">The seed of a journal that is begun now; another keeps its own.</param>
    /// <param name="history">What was read.</param>
    /// <param name="open">Opens a segment to append to; null for files.</param>
    /// <exception cref="WatchException">The folder cannot be used, or another watch does.</exception>
    public static Journal Open(string folder, DateTimeOffset since, long seed, out JournalHistory history, Func<string, Stream>? open = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            Directory.CreateDirectory(folder);
            FileStream ownership = Own(folder);
            try
            {
                var state = new JournalState();
                history = JournalHistory.Read(folder, since, state);
                return new Journal(folder, open ?? OpenFile, ownership, state, seed);
            }
            catch
            {
                ownership.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WatchException($"{folder}: the journal cannot be opened ({e.Message}); name a folder that can be written", e);
        }
    }

    /// <summary>Writes a record.</summary>
    /// <param name="record">The record. Where the wall clock went back, its time becomes that of the record before.</param>
    /// <returns>The record as it was written.</returns>
    /// <exception cref="WatchException">The disk has refused so many records that no more can wait.</exception>
    public JournalRecord Append(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            record = State.LastAt is { } last && record.At < last ? record with { At = last } : record;
            if (_stream is not null && JournalSegments.DayOf(record.At) > _day && record is not BeginRecord)
            {
                Enqueue(new DayRecord { At = record.At, Carry = State.Carry(_seed) }, turnsDay: true);
            }

            State.Apply(record);
            Enqueue(record, turnsDay: false);
            return record;
        }
    }

    /// <summary>A round begins: its numbers are used, whatever becomes of its probes.</summary>
    public void Use(long round, int prompts)
    {
        lock (_gate)
        {
            State.Use(round, prompts);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _stream?.Dispose();
            _stream = null;
            _json.Dispose();
            _ownership.Dispose();
        }
    }

    // Two watches in one folder would write between each other's lines.
    private static FileStream Own(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(Path.Combine(folder, ".lock")))
        {
            throw new WatchException($"{folder}: another watch writes this journal; end it, or name another folder", e);
        }
    }

    private static FileStream OpenFile(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private void Enqueue(JournalRecord record, bool turnsDay)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        JsonSerializer.Serialize(_json, record, JournalJson.Default.JournalRecord);
        _json.Flush();
        _line.Write("\n"u8);
        _unwritten.Enqueue(_line.WrittenSpan.ToArray());
        try
        {
            if (turnsDay || _stream is null)
            {
                Turn(JournalSegments.DayOf(record.At));
            }

            Write(_stream!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CutBack();
            Refused(e);
        }
    }

    private void Turn(DateOnly day)
    {
        // What the old day's file would not take goes to the new one's: better there than nowhere.
        _stream?.Dispose();
        _stream = null;
        _stream = _open(JournalSegments.PathOf(_folder, day));
        (_day, _wholeBytes) = (day, _stream.Length);
    }

    private void Write(Stream stream)
    {
        while (_unwritten.TryPeek(out byte[]? line))
        {
            stream.Write(line);
            _wholeBytes += line.Length;
            _unwritten.Dequeue();
        }

        if (_isFailing)
        {
            _isFailing = false;
            Failing?.Invoke(null);
        }
    }

    private void Refused(Exception e)
    {
        if (_unwritten.Count >= MostUnwritten)
        {
            throw new WatchException($"{_folder}: the disk has refused {_unwritten.Count} records ({e.Message}); no more can wait", e);
        }

        if (!_isFailing)
        {
            _isFailing = true;
            Failing?.Invoke($"{_folder}: the disk refuses records ({e.Message}); they wait in memory until it takes them");
        }
    }

    // Half a line would be a line of nobody's, and the next one's beginning.
    private void CutBack()
    {
        try
        {
            _stream?.SetLength(_wholeBytes);
        }
        catch (IOException)
        {
            // A disk that is gone cannot be cut back: the failure to write is the one to tell, and the next start cuts the line.
        }
    }
}
