using System.Buffers;

namespace LoadGen.Transport.Http.Parsing;

/// <summary>Reads one response after another from the bytes of a connection, however they are split: head, interim heads passed over, body.</summary>
internal sealed class ResponseParser(int maxLineBytes, int maxHeadBytes)
{
    // 103 Early Hints comes a few times at most; 102 Processing at some seconds' distance. More is a server in a loop.
    private const int MaxInterimHeads = 100;

    private enum Stage
    {
        Head,
        Body,
        Done,
    }

    private Stage _stage;
    private bool _isHead;
    private int _interimHeads;
    private HeadScanner _scanner;
    private HeadFacts _facts;
    private BodyFraming _framing;
    private ChunkedDecoder _chunks;
    private long _bodyLeft;
    private long _lastBytesNs;

    /// <summary>The response's own words allow another request on the connection.</summary>
    public bool AllowsReuse => _stage == Stage.Done && !_facts.ClosesConnection && !_facts.IsHttp10 && _framing != BodyFraming.UntilClose;

    /// <summary>Prepares for the next response.</summary>
    /// <param name="isHead">The request's method was HEAD, so the response has no body whatever its head says.</param>
    public void Reset(bool isHead)
    {
        _stage = Stage.Head;
        _isHead = isHead;
        _interimHeads = 0;
        _bodyLeft = 0;
        _facts = default;
        _scanner = new HeadScanner(maxLineBytes, maxHeadBytes);
        _chunks = new ChunkedDecoder(maxLineBytes, maxHeadBytes);
    }

    /// <summary>Reads what there is.</summary>
    /// <param name="buffer">Every byte received and not consumed.</param>
    /// <param name="stampNs">The stamp of the newest of them.</param>
    /// <param name="isEnd">No more bytes will come.</param>
    /// <param name="handler">Told what was read.</param>
    /// <param name="consumed">Moved past the bytes that were read.</param>
    /// <returns>True when the response is complete.</returns>
    public bool Consume(
        in ReadOnlySequence<byte> buffer, long stampNs, bool isEnd, IHttpResponseHandler handler, ref SequencePosition consumed)
    {
        ReadOnlySequence<byte> rest = buffer;
        if (!rest.IsEmpty)
        {
            _lastBytesNs = stampNs;
        }

        while (_stage == Stage.Head && TakeHead(ref rest, stampNs, handler))
        {
        }

        if (_stage == Stage.Body)
        {
            rest = rest.Slice(TakeBody(rest, stampNs, handler));
        }

        consumed = rest.Start;
        if (isEnd && _stage != Stage.Done)
        {
            End(rest.Length);
        }

        if (_stage != Stage.Done)
        {
            return false;
        }

        handler.OnEnd(_lastBytesNs);
        return true;
    }

    private bool TakeHead(ref ReadOnlySequence<byte> rest, long stampNs, IHttpResponseHandler handler)
    {
        long length = rest.IsEmpty ? -1 : _scanner.FindEnd(rest);
        if (length < 0)
        {
            return false;
        }

        ReadOnlySequence<byte> head = rest.Slice(0, length);
        if (head.IsSingleSegment)
        {
            ReadHead(head.FirstSpan, stampNs, handler);
        }
        else
        {
            byte[] whole = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                head.CopyTo(whole);
                ReadHead(whole.AsSpan(0, (int)length), stampNs, handler);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(whole);
            }
        }

        rest = rest.Slice(length);
        return true;
    }

    private void ReadHead(ReadOnlySpan<byte> head, long stampNs, IHttpResponseHandler handler)
    {
        _facts = default;
        ReadOnlySpan<byte> fields = HeadParser.Parse(head, ref _facts);
        if (_facts.StatusCode < 200)
        {
            PassOverInterim();
            return;
        }

        _framing = _facts.DecideFraming(_isHead);
        _bodyLeft = _framing == BodyFraming.Length ? _facts.ContentLength : 0;
        bool hasBody = _framing is BodyFraming.Chunked or BodyFraming.UntilClose || _bodyLeft > 0;
        handler.OnHead(new HttpResponseHead(_facts.StatusCode, fields), stampNs);
        _stage = hasBody ? Stage.Body : Stage.Done;
    }

    private void PassOverInterim()
    {
        if (_facts.StatusCode == 101)
        {
            ProtocolFailure.Malformed("the server switched protocols (101) though no upgrade was asked for");
        }

        if (++_interimHeads > MaxInterimHeads)
        {
            ProtocolFailure.Malformed($"more than {MaxInterimHeads} interim responses (1xx) before the response");
        }

        _scanner = new HeadScanner(maxLineBytes, maxHeadBytes);
    }

    // Returns how many bytes belonged to the body.
    private long TakeBody(in ReadOnlySequence<byte> rest, long stampNs, IHttpResponseHandler handler)
    {
        long taken = 0;
        foreach (ReadOnlyMemory<byte> segment in rest)
        {
            if (_stage == Stage.Body && !segment.IsEmpty)
            {
                taken += TakeBody(segment.Span, stampNs, handler);
            }
        }

        return taken;
    }

    private int TakeBody(ReadOnlySpan<byte> span, long stampNs, IHttpResponseHandler handler)
    {
        switch (_framing)
        {
            case BodyFraming.Chunked:
                int read = _chunks.Consume(span, stampNs, handler);
                _stage = _chunks.IsComplete ? Stage.Done : Stage.Body;
                return read;

            case BodyFraming.Length:
                int take = (int)Math.Min(_bodyLeft, span.Length);
                _bodyLeft -= take;
                handler.OnBody(span[..take], stampNs);
                _stage = _bodyLeft == 0 ? Stage.Done : Stage.Body;
                return take;

            default:
                handler.OnBody(span, stampNs);
                return span.Length;
        }
    }

    private void End(long unread)
    {
        if (_stage == Stage.Head)
        {
            ProtocolFailure.Closed(unread == 0 && _interimHeads == 0 ? "before any byte of the response" : "in the middle of the response head");
        }

        switch (_framing)
        {
            case BodyFraming.Length:
                ProtocolFailure.Closed($"after {_facts.ContentLength - _bodyLeft} of the body's {_facts.ContentLength} bytes");
                break;
            case BodyFraming.Chunked:
                ProtocolFailure.Closed(_chunks.Place);
                break;
            default:
                _stage = Stage.Done;
                break;
        }
    }
}
