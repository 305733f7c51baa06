namespace LoadGen.Transport.Sse;

/// <summary>The event being built from its lines, and the last event ID (WHATWG HTML §9.2.6, "interpreting an event stream").</summary>
internal struct EventFields(int maxEventBytes)
{
    private PooledBytes _data;
    private PooledBytes _type;
    private PooledBytes _id;
    private PooledBytes _lastEventId;
    private bool _idChanged;

    /// <summary>The event has a <c>data</c> field, perhaps an empty one.</summary>
    public bool HasData { get; private set; }

    /// <summary>The last event ID as of the last empty line.</summary>
    public readonly ReadOnlySpan<byte> LastEventId => _lastEventId.Span;

    /// <summary>The value behind a field's colon: one leading space is no part of it.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> afterColon) =>
        !afterColon.IsEmpty && afterColon[0] == (byte)' ' ? afterColon[1..] : afterColon;

    /// <summary>Takes a line that is neither empty nor a comment. False when it makes the data larger than the limit.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> name = colon < 0 ? line : line[..colon];
        ReadOnlySpan<byte> value = colon < 0 ? default : Value(line[(colon + 1)..]);
        if (name.SequenceEqual("data"u8))
        {
            return TryAddData(value);
        }

        if (name.SequenceEqual("event"u8))
        {
            _type.Clear();
            _type.Append(value);
        }
        else if (name.SequenceEqual("id"u8) && !value.Contains((byte)0))
        {
            _id.Clear();
            _id.Append(value);
            _idChanged = true;
        }

        return true;
    }

    /// <summary>The empty line: hands the event on if it has data, and begins the next.</summary>
    public void Dispatch<THandler>(ref THandler handler)
        where THandler : ISseHandler
    {
        CommitId();
        if (HasData)
        {
            handler.OnEvent(_type.Span, _data.Span);
        }

        HasData = false;
        _data.Clear();
        _type.Clear();
    }

    /// <summary>Hands on an event whose only data is <paramref name="data"/>, where it lies, and begins the next.</summary>
    public void DispatchInPlace<THandler>(ReadOnlySpan<byte> data, ref THandler handler)
        where THandler : ISseHandler
    {
        CommitId();
        handler.OnEvent(_type.Span, data);
        _type.Clear();
    }

    /// <summary>Forgets everything; the buffers go back to their pool.</summary>
    public void Free()
    {
        _data.Free();
        _type.Free();
        _id.Free();
        _lastEventId.Free();
        HasData = _idChanged = false;
    }

    private bool TryAddData(ReadOnlySpan<byte> value)
    {
        int joint = HasData ? 1 : 0;
        if (_data.Length + joint + (long)value.Length > maxEventBytes)
        {
            return false;
        }

        if (HasData)
        {
            _data.Append((byte)'\n');
        }

        _data.Append(value);
        HasData = true;
        return true;
    }

    private void CommitId()
    {
        if (_idChanged)
        {
            _idChanged = false;
            _lastEventId.Clear();
            _lastEventId.Append(_id.Span);
        }
    }
}
