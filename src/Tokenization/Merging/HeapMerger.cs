namespace LoadGen.Tokenization.Merging;

/// <summary>
/// Merges long pieces: symbols in a linked list, pairs in a binary heap by (rank, place). A pair that has changed since it was put
/// in is told by its rank, and passed over. Not thread-safe.
/// </summary>
internal sealed class HeapMerger(MergeTable merges)
{
    private int[] _next = [];
    private int[] _previous = [];
    private ulong[] _pairs = [];
    private ulong[] _heap = [];
    private int _heapCount;

    /// <summary>Merges in place; returns how many ids are left, at the front.</summary>
    public int Merge(Span<int> ids)
    {
        Prepare(ids);
        while (_heapCount > 0)
        {
            ulong top = Pop();
            int at = (int)(uint)top;
            ulong pair = _pairs[at];
            if (pair != MergeTable.None && MergeTable.RankOf(pair) == (int)(top >> 32))
            {
                Apply(ids, at, MergeTable.IdOf(pair));
            }
        }

        int count = 0;
        for (int at = 0; at < ids.Length; at = _next[at])
        {
            ids[count++] = ids[at];
        }

        return count;
    }

    private void Prepare(Span<int> ids)
    {
        int length = ids.Length;
        if (_next.Length < length)
        {
            int capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length);
            _next = new int[capacity];
            _previous = new int[capacity];
            _pairs = new ulong[capacity];
            // Each merge takes one symbol away and puts in two pairs at most.
            _heap = new ulong[capacity * 3];
        }

        _heapCount = 0;
        for (int i = 0; i < length; i++)
        {
            _next[i] = i + 1;
            _previous[i] = i - 1;
            _pairs[i] = i + 1 < length ? merges.Find(ids[i], ids[i + 1]) : MergeTable.None;
            if (_pairs[i] != MergeTable.None)
            {
                _heap[_heapCount++] = Entry(i);
            }
        }

        for (int i = (_heapCount / 2) - 1; i >= 0; i--)
        {
            SiftDown(i);
        }
    }

    private void Apply(Span<int> ids, int at, int merged)
    {
        int gone = _next[at];
        int after = _next[gone];
        ids[at] = merged;
        _next[at] = after;
        _pairs[gone] = MergeTable.None;
        if (after < ids.Length)
        {
            _previous[after] = at;
        }

        Renew(ids, at, after);
        if (_previous[at] is >= 0 and int before)
        {
            Renew(ids, before, at);
        }
    }

    private void Renew(Span<int> ids, int at, int next)
    {
        _pairs[at] = next < ids.Length ? merges.Find(ids[at], ids[next]) : MergeTable.None;
        if (_pairs[at] != MergeTable.None)
        {
            Push(Entry(at));
        }
    }

    private ulong Entry(int at) => (_pairs[at] & 0xFFFFFFFF_00000000) | (uint)at;

    private void Push(ulong entry)
    {
        int hole = _heapCount++;
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (_heap[parent] <= entry)
            {
                break;
            }

            _heap[hole] = _heap[parent];
            hole = parent;
        }

        _heap[hole] = entry;
    }

    private ulong Pop()
    {
        ulong top = _heap[0];
        _heap[0] = _heap[--_heapCount];
        SiftDown(0);
        return top;
    }

    private void SiftDown(int hole)
    {
        ulong entry = _heap[hole];
        while ((2 * hole) + 1 is int child && child < _heapCount)
        {
            if (child + 1 < _heapCount && _heap[child + 1] < _heap[child])
            {
                child++;
            }

            if (_heap[child] >= entry)
            {
                break;
            }

            _heap[hole] = _heap[child];
            hole = child;
        }

        _heap[hole] = entry;
    }
}
