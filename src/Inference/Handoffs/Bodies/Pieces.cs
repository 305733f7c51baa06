namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>Collects slices of a text and what is put between them; slices that follow on each other become one.</summary>
/// <param name="text">The text that is kept from.</param>
internal struct Pieces(ReadOnlyMemory<byte> text)
{
    private readonly List<ReadOnlyMemory<byte>> _pieces = new(8);
    private int _start;
    private int _end;

    /// <summary>Appends a part of the text.</summary>
    public void Keep(int start, int end)
    {
        if (start == end)
        {
            return;
        }

        if (start != _end)
        {
            Flush();
            _start = start;
        }

        _end = end;
    }

    /// <summary>Appends other bytes.</summary>
    public void Insert(ReadOnlyMemory<byte> bytes)
    {
        Flush();
        _start = _end;
        _pieces.Add(bytes);
    }

    /// <summary>All pieces, in order.</summary>
    public List<ReadOnlyMemory<byte>> Take()
    {
        Flush();
        _start = _end;
        return _pieces;
    }

    /// <summary>All pieces in one array.</summary>
    public byte[] TakeWhole()
    {
        List<ReadOnlyMemory<byte>> pieces = Take();
        byte[] whole = new byte[pieces.Sum(piece => piece.Length)];
        int used = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            piece.Span.CopyTo(whole.AsSpan(used));
            used += piece.Length;
        }

        return whole;
    }

    private readonly void Flush()
    {
        if (_end > _start)
        {
            _pieces.Add(text[_start.._end]);
        }
    }
}
