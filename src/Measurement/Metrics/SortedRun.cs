namespace LoadGen.Measurement.Metrics;

/// <summary>
/// Ascending values, each kept as its distance from the one before: seven bits a byte, the lowest first, the eighth bit says that more
/// follow (LEB128). The more values there are, the closer they lie: millions of gaps between tokens take a good byte each. Single-threaded.
/// </summary>
internal sealed class SortedRun
{
    private const int MostBytesOfOne = 5;

    private readonly List<Chunk> _chunks = [];
    private readonly Stack<Chunk> _idle;
    private uint _last;

    /// <summary>No value yet.</summary>
    /// <param name="idle">Chunks to be used again, which the runs of one owner share.</param>
    public SortedRun(Stack<Chunk> idle) => _idle = idle;

    /// <summary>Both runs' values. Theirs are gone, and their memory is used for it.</summary>
    public static SortedRun Merge(SortedRun one, SortedRun other)
    {
        var merged = new SortedRun(one._idle);
        var left = new Reader(one, releases: true);
        var right = new Reader(other, releases: true);
        bool hasLeft = left.MoveNext();
        bool hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            if (hasLeft && (!hasRight || left.Current <= right.Current))
            {
                merged.Append(left.Current);
                hasLeft = left.MoveNext();
            }
            else
            {
                merged.Append(right.Current);
                hasRight = right.MoveNext();
            }
        }

        return merged;
    }

    /// <summary>Adds a value, at least as large as the last.</summary>
    public void Append(uint value)
    {
        Chunk? chunk = _chunks.Count > 0 ? _chunks[^1] : null;
        if (chunk is null || chunk.Used + MostBytesOfOne > Chunk.Size)
        {
            chunk = _idle.TryPop(out Chunk? idle) ? idle : new Chunk();
            chunk.Used = 0;
            _chunks.Add(chunk);
        }

        uint distance = value - _last;
        for (; distance > 0x7F; distance >>= 7)
        {
            chunk.Bytes[chunk.Used++] = (byte)(distance | 0x80);
        }

        chunk.Bytes[chunk.Used++] = (byte)distance;
        _last = value;
    }

    /// <summary>The values, ascending.</summary>
    public Reader GetEnumerator() => new(this, releases: false);

    /// <summary>A part of a run: too small for the large objects' heap, which is seldom collected.</summary>
    internal sealed class Chunk
    {
        public const int Size = 32 * 1024;

        public byte[] Bytes { get; } = new byte[Size];

        public int Used { get; set; }
    }

    /// <summary>Reads a run from its start.</summary>
    internal struct Reader(SortedRun run, bool releases)
    {
        private int _chunk;
        private int _at;

        /// <summary>The value read.</summary>
        public uint Current { get; private set; }

        /// <summary>The next value.</summary>
        public bool MoveNext()
        {
            if (_chunk == run._chunks.Count)
            {
                return false;
            }

            Chunk chunk = run._chunks[_chunk];
            uint distance = 0;
            byte next;
            int shift = 0;
            do
            {
                next = chunk.Bytes[_at++];
                distance |= (uint)(next & 0x7F) << shift;
                shift += 7;
            }
            while (next > 0x7F);

            Current += distance;
            if (_at == chunk.Used)
            {
                (_chunk, _at) = (_chunk + 1, 0);
                if (releases)
                {
                    run._idle.Push(chunk);
                }
            }

            return true;
        }
    }
}
