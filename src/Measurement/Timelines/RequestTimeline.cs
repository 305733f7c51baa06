using System.Buffers;
using LoadGen.Inference;
using LoadGen.Transport.Http.Limits;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Timelines;

/// <summary>
/// Everything observed of one request: its instants and one mark per chunk. Pooled; 8 bytes a chunk. Written by the thread that
/// reads the response, then handed over whole to the collector: never touched by two threads at once.
/// </summary>
/// <remarks>All instants are ns of the run's monotonic clock; 0 means it did not happen.</remarks>
public sealed class RequestTimeline
{
    // Answers longer than this give their buffer back: few are.
    private const int MaxKeptTextBytes = 64 * 1024;

    // A mark: ns since the send in the upper 47 bits (39 hours), then 15 bits of tokens, then one bit "carries output".
    private const int OffsetShift = 16;
    private const int MaxTokensPerChunk = (1 << 15) - 1;

    private ArrayBufferWriter<byte>? _content;
    private ArrayBufferWriter<byte>? _reasoning;
    private long[] _marks = [];
    private int _outputChunksUnstated;
    private int _chunksInRead;

    /// <summary>The request as the workload asked for it.</summary>
    public WorkItem Item { get; private set; }

    /// <summary>Which of several clients made it, from 0; negative where there is one.</summary>
    public int Client { get; set; } = -1;

    /// <summary>The session that it is a turn of; null for none.</summary>
    public SessionMark? Session { get; set; }

    /// <summary>What it did to its session.</summary>
    public SessionEnd SessionEnd { get; set; }

    /// <summary>When the request should have started: its scheduled time (open loop), or when its slot became free (closed loop).</summary>
    public long IntendedNs { get; private set; }

    /// <summary>Just before the request's first byte was handed to the kernel.</summary>
    public long SendNs { get; set; }

    /// <summary>How long a due request waited for a free stream under a limit, or because the server had asked to, in ns.</summary>
    public long WaitNs { get; set; }

    /// <summary>Time to open the connection, TLS included, in ns; 0 when an open one was reused.</summary>
    public long ConnectNs { get; set; }

    /// <summary>Of it, the time to the established socket, in ns.</summary>
    public long DialNs { get; set; }

    /// <summary>Of it, the time a proxy took to open a tunnel, in ns.</summary>
    public long ProxyNs { get; set; }

    /// <summary>Of it, the TLS handshake, in ns.</summary>
    public long TlsNs { get; set; }

    /// <summary>What responses said of the server's limits, those of earlier tries too; null when they said nothing.</summary>
    public List<RateLimitNotice>? Notices { get; set; }

    /// <summary>How often it was sent again because the server had asked to wait.</summary>
    public int Retries { get; set; }

    /// <summary>How long it waited for that, as the server had asked, in ns; part of <see cref="WaitNs"/>.</summary>
    public long RetryWaitNs { get; set; }

    /// <summary>When the response head was complete.</summary>
    public long HeadNs { get; set; }

    /// <summary>When the request was over: last byte, or failure.</summary>
    public long EndNs { get; set; }

    /// <summary>HTTP status; 0 before a head arrived.</summary>
    public int Status { get; set; }

    /// <summary>How it ended.</summary>
    public Outcome Outcome { get; set; }

    /// <summary>What went wrong, in one line; null when nothing did.</summary>
    public string? Error { get; set; }

    /// <summary>The request went out on a connection that had served another.</summary>
    public bool ReusedConnection { get; set; }

    /// <summary>The request was sent, be it once or, on a fresh connection, again.</summary>
    public bool WasSent { get; set; }

    /// <summary>The API's end marker arrived.</summary>
    public bool SawDone { get; set; }

    /// <summary>The finish reason the server gave.</summary>
    public FinishReason Finish { get; set; }

    /// <summary>Token counts the server stated, or null.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>Chunks with a non-empty <c>choices</c> array.</summary>
    public int Chunks { get; private set; }

    /// <summary>Chunks that carry output.</summary>
    public int OutputChunks { get; private set; }

    /// <summary>Output chunks that came in the same read as the output chunk before them: their chunk gap is zero.</summary>
    public int CoalescedChunks { get; private set; }

    /// <summary>Most output chunks that came in one read.</summary>
    public int MaxChunksPerRead { get; private set; }

    /// <summary>First chunk (its text may be empty).</summary>
    public long FirstChunkNs { get; private set; }

    /// <summary>First chunk with output: the first token.</summary>
    public long FirstOutputNs { get; private set; }

    /// <summary>First chunk with visible text: neither reasoning nor a tool call alone.</summary>
    public long FirstContentNs { get; set; }

    /// <summary>The visible text so far, UTF-8; empty unless the run keeps it.</summary>
    public ReadOnlySpan<byte> Content => _content is null ? default : _content.WrittenSpan;

    /// <summary>The reasoning text so far, as <see cref="Content"/>.</summary>
    public ReadOnlySpan<byte> Reasoning => _reasoning is null ? default : _reasoning.WrittenSpan;

    /// <summary>Takes <see cref="Content"/>.</summary>
    public IBufferWriter<byte> ContentWriter => _content ??= new ArrayBufferWriter<byte>();

    /// <summary>Takes <see cref="Reasoning"/>.</summary>
    public IBufferWriter<byte> ReasoningWriter => _reasoning ??= new ArrayBufferWriter<byte>();

    /// <summary>Tokens of the answer's text by our own count; negative where none was made.</summary>
    public int CountedTokens { get; set; } = -1;

    /// <summary>Last chunk so far.</summary>
    public long LastChunkNs { get; private set; }

    /// <summary>Last chunk with output so far.</summary>
    public long LastOutputNs { get; private set; }

    /// <summary>What server stamps say of the delivery; empty unless the run reads them.</summary>
    public DeliveryDelays Delays { get; } = new();

    /// <summary>
    /// The server stated token counts on every output chunk, so that the marks carry real token counts. Usage on the last choices chunk
    /// alone, as some servers send it, says nothing of the chunks before.
    /// </summary>
    public bool HasChunkTokens => OutputChunks > 0 && _outputChunksUnstated == 0;

    /// <summary>Makes the timeline ready for a request.</summary>
    public void Begin(in WorkItem item, long intendedNs)
    {
        Item = item;
        Client = -1;
        (Session, SessionEnd, CountedTokens) = (null, SessionEnd.None, -1);
        IntendedNs = intendedNs;
        Outcome = Outcome.Cancelled;
        Error = null;
        (ConnectNs, DialNs, ProxyNs, TlsNs) = (0, 0, 0, 0);
        (Notices, Retries, RetryWaitNs) = (null, 0, 0);
        WasSent = false;
        ResetResponse();
        int expected = Math.Clamp(item.OutputTokens + 4, 16, 4096);
        if (_marks.Length < expected)
        {
            Grow(expected);
        }
    }

    /// <summary>Says which turn of which session it is, of a request that came from another client.</summary>
    internal void Place(int session, int turn) => Item = Item with { Session = session, Turn = turn };

    /// <summary>Forgets what was seen of a response: the request is sent again on a fresh connection.</summary>
    public void ResetResponse()
    {
        FirstContentNs = 0;
        _content?.ResetWrittenCount();
        _reasoning?.ResetWrittenCount();
        (SendNs, HeadNs, EndNs, FirstChunkNs, FirstOutputNs, LastChunkNs, LastOutputNs) = (0, 0, 0, 0, 0, 0, 0);
        (Status, Chunks, OutputChunks, CoalescedChunks, MaxChunksPerRead) = (0, 0, 0, 0, 0);
        (_outputChunksUnstated, _chunksInRead) = (0, 0);
        (SawDone, ReusedConnection, Finish, Usage) = (false, false, FinishReason.None, null);
        Delays.Clear();
    }

    /// <summary>Adds a chunk with a non-empty <c>choices</c> array.</summary>
    /// <param name="stampNs">When its read returned.</param>
    /// <param name="hasOutput">It carries text, reasoning or a tool call.</param>
    /// <param name="tokens">Tokens it carries when the server says so, else 0.</param>
    /// <returns>ns since the output chunk before it; negative for the first output chunk and for chunks without output.</returns>
    public long AddChunk(long stampNs, bool hasOutput, int tokens)
    {
        if (Chunks == _marks.Length)
        {
            Grow(_marks.Length * 2);
        }

        _marks[Chunks++] = ((stampNs - SendNs) << OffsetShift) | ((long)Math.Min(tokens, MaxTokensPerChunk) << 1) | (hasOutput ? 1L : 0L);
        LastChunkNs = stampNs;
        if (FirstChunkNs == 0)
        {
            FirstChunkNs = stampNs;
        }

        if (!hasOutput)
        {
            return -1;
        }

        OutputChunks++;
        _outputChunksUnstated += tokens > 0 ? 0 : 1;
        long gap = -1;
        if (FirstOutputNs == 0)
        {
            FirstOutputNs = stampNs;
        }
        else
        {
            gap = stampNs - LastOutputNs;
            CoalescedChunks += gap == 0 ? 1 : 0;
        }

        _chunksInRead = gap == 0 ? _chunksInRead + 1 : 1;
        MaxChunksPerRead = Math.Max(MaxChunksPerRead, _chunksInRead);
        LastOutputNs = stampNs;
        return gap;
    }

    /// <summary>The chunk at <paramref name="index"/>: ns since the send, whether it carries output, its tokens if the server said (else 0).</summary>
    public (long OffsetNs, bool HasOutput, int Tokens) Chunk(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Chunks);
        long mark = _marks[index];
        return (mark >> OffsetShift, (mark & 1) != 0, (int)((mark >> 1) & MaxTokensPerChunk));
    }

    /// <summary>Gives the marks' memory back.</summary>
    public void Release()
    {
        Delays.Release();
        Session = null;
        _content = _content is { Capacity: > MaxKeptTextBytes } ? null : _content;
        _reasoning = _reasoning is { Capacity: > MaxKeptTextBytes } ? null : _reasoning;
        if (_marks.Length > 0)
        {
            ArrayPool<long>.Shared.Return(_marks);
            _marks = [];
        }
    }

    private void Grow(int length)
    {
        long[] larger = ArrayPool<long>.Shared.Rent(length);
        _marks.AsSpan(0, Chunks).CopyTo(larger);
        if (_marks.Length > 0)
        {
            ArrayPool<long>.Shared.Return(_marks);
        }

        _marks = larger;
    }
}
