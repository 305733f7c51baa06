using LoadGen.Inference.Handoffs;
using LoadGen.Transport.Http;
using LoadGen.Transport.Sse;

namespace LoadGen.Routing.Pairs;

/// <summary>
/// Takes decode's reply. A stream goes to the client event by event as it comes; anything else is held until it is whole, so that a decode
/// that breaks in the middle can still be answered by one clear error, or by another pair. The beginning of an event is held as well: an
/// error sent behind half an event would be a part of it.
/// </summary>
internal sealed class DecodeSink : ILegSink, IResponseGate, ISseHandler
{
    private const int ErrorBytesMax = 64 * 1024;

    private readonly ClientStream _client;
    private readonly IReplyMerger? _merger;
    private readonly Action<Leg, int> _onHead;
    private readonly Action _onOutput;
    private readonly int _bytesMax;
    private readonly SseParser _events = new();
    private ReplyBuffer? _reply;
    private ReplyBuffer? _held;
    private ReplyBuffer? _halfEvent;
    private TaskCompletionSource? _released;
    private bool _isStream;
    private string? _simulated;
    private bool _hasOutput;

    /// <param name="client">Where a stream goes.</param>
    /// <param name="merger">Edits each event; null passes bytes through.</param>
    /// <param name="bytesMax">Largest reply that is held.</param>
    /// <param name="onHead">Told the status as soon as it is known.</param>
    /// <param name="onOutput">Told of the first byte of a good reply's body.</param>
    public DecodeSink(ClientStream client, IReplyMerger? merger, int bytesMax, Action<Leg, int> onHead, Action onOutput)
    {
        _client = client;
        _merger = merger;
        _bytesMax = bytesMax;
        _onHead = onHead;
        _onOutput = onOutput;
        _held = merger is null ? null : new ReplyBuffer(bytesMax);
    }

    /// <inheritdoc/>
    public int Status { get; private set; }

    /// <summary>The reply's content type.</summary>
    public string? ContentType { get; private set; }

    /// <summary>Value of <c>Retry-After</c>.</summary>
    public string? RetryAfter { get; private set; }

    /// <summary>The reply goes to the client as it comes.</summary>
    public bool IsStream => _isStream;

    /// <summary>The client no longer wants it: what comes is read and forgotten.</summary>
    public bool IsMuted { get; private set; }

    /// <summary>A byte of a reply that is no error has come: decode has what prefill made.</summary>
    public bool HasGoodOutput => _hasOutput && LegResult.IsAnswer(Status);

    /// <summary>The stream's end marker has gone to the client: to it the answer is whole, whatever becomes of the legs.</summary>
    public bool HasPassedEnd { get; private set; }

    /// <summary>When the first byte of body came, in ns; 0 before.</summary>
    public long FirstByteNs { get; private set; }

    /// <summary>The tokens as the engine counts them.</summary>
    public UsageCounts Usage { get; private set; } = UsageCounts.None;

    /// <summary>A whole reply that was held. Valid until <see cref="Free"/>.</summary>
    public ReadOnlyMemory<byte> Reply => _reply?.Memory ?? default;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public bool IsClosed => !IsMuted && (_client.IsFull || _held is { Length: > 0 });

    /// <inheritdoc/>
    public async ValueTask WaitAsync()
    {
        if (_held is { Length: > 0 })
        {
            _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _released.Task;
        }

        if (!IsMuted)
        {
            await _client.WaitAsync();
        }
    }

    /// <summary>The client no longer wants it, or has its answer. Whoever waits at the gate goes on: the connection may have ended meanwhile.</summary>
    public void Mute()
    {
        IsMuted = true;
        _held?.Free();
        _held = null;
        _halfEvent?.Free();
        _released?.TrySetResult();
        _client.StopWaiting();
    }

    /// <summary>The merger has what it needs of prefill's reply: what was held back goes out.</summary>
    public void Release()
    {
        if (_held is { } held)
        {
            _held = null;
            ParseEvents(held.Memory.Span);
            held.Free();
            _released?.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public void OnHead(in HttpResponseHead head, long stampNs)
    {
        Status = head.StatusCode;
        ContentType = HeadText.Find(head, "content-type"u8);
        RetryAfter = HeadText.Find(head, "retry-after"u8);
        _simulated = HeadText.Find(head, "x-simulated"u8);
        _isStream = LegResult.IsAnswer(Status) && HeadText.IsEventStream(ContentType) && _client.CanStream;
        if (!_isStream)
        {
            _reply = new ReplyBuffer(LegResult.IsAnswer(Status) ? _bytesMax : ErrorBytesMax);
        }

        _onHead(Leg.Decode, Status);
    }

    /// <inheritdoc/>
    public void OnBody(ReadOnlySpan<byte> bytes, long stampNs)
    {
        if (!_hasOutput)
        {
            _hasOutput = true;
            FirstByteNs = stampNs;
            if (LegResult.IsAnswer(Status))
            {
                _onOutput();
            }
        }

        if (IsMuted)
        {
            return;
        }

        if (!_isStream)
        {
            _reply!.Append(bytes);
            return;
        }

        if (_held is { } held)
        {
            held.Append(bytes);
            return;
        }

        if (_merger is null)
        {
            // First the client, then our own curiosity.
            PassEvents(bytes);
        }

        ParseEvents(bytes);
    }

    /// <inheritdoc/>
    public void OnEnd(long stampNs)
    {
        if (!LegResult.IsAnswer(Status))
        {
            return;
        }

        if (_isStream)
        {
            // An end without an empty line before it: what there is of the last event is the client's all the same.
            PassHalfEvent();
            Problem ??= _hasOutput ? null : "a stream without a byte";
        }
        else if (_reply!.IsTooLarge)
        {
            Problem = $"a reply of more than {_bytesMax} bytes";
        }
        else
        {
            Usage = UsageCounts.Find(_reply.Memory.Span);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data)
    {
        UsageCounts usage = UsageCounts.Find(data);
        Usage = usage.IsNone ? Usage : usage;
        if (_merger is not null && Problem is null)
        {
            Merge(data);
        }

        HasPassedEnd |= StreamEnd.IsDone(data) && Problem is null;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Free()
    {
        _events.Reset();
        _held?.Free();
        _reply?.Free();
        _halfEvent?.Free();
    }

    // Nearly always the bytes end where an event does, and go on as they came.
    private void PassEvents(ReadOnlySpan<byte> bytes)
    {
        bool hasBeginning = _halfEvent is { Length: > 0 };
        int whole = EventBoundary.After(hasBeginning ? _halfEvent!.Memory.Span : default, bytes);
        if (whole > 0)
        {
            PassHalfEvent();
            Pass(bytes[..whole]);
        }

        if (whole < bytes.Length)
        {
            _halfEvent ??= new ReplyBuffer(_bytesMax);
            _halfEvent.Append(bytes[whole..]);
            Problem ??= _halfEvent.IsTooLarge ? $"an event of more than {_bytesMax} bytes" : null;
        }
    }

    private void PassHalfEvent()
    {
        if (_halfEvent is { Length: > 0 } half && !IsMuted)
        {
            Pass(half.Memory.Span);
            half.Free();
        }
    }

    /// <summary>Writes the client's head, if it has none yet.</summary>
    public void StartClient()
    {
        if (!_client.HasStarted)
        {
            _client.Start(Status, ContentType!, _simulated);
        }
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        StartClient();
        _client.Send(bytes);
    }

    private void ParseEvents(ReadOnlySpan<byte> bytes)
    {
        DecodeSink self = this;
        if (!IsMuted && !_events.Consume(bytes, ref self) && _merger is not null)
        {
            // Without a merger the client has it all the same: only the counts are lost.
            Problem ??= "an event of more than 16 MiB";
        }
    }

    // Rare (log-probabilities of the prompt), so it may allocate.
    private void Merge(ReadOnlySpan<byte> data)
    {
        try
        {
            ReadOnlyMemory<byte> merged = _merger!.MergeEvent(data.ToArray());
            Pass([.. "data: "u8, .. merged.Span, .. "\n\n"u8]);
        }
        catch (HandoffException e)
        {
            Problem = e.Message;
        }
    }
}
