namespace LoadGen.Measurement.Metrics;

/// <summary>
/// Every value of a metric, for the figures that InferenceX computes exactly. Values are ns. Their order is not kept, so they are kept
/// sorted, in runs of 2^k blocks of which equal ones are merged (<see cref="SortedRun"/>): one to two bytes each of millions, and nothing is
/// copied into larger arrays while a run is on. The few beyond 4 bytes (4.29 s) are kept beside. Single-threaded.
/// </summary>
public sealed class ExactSamples
{
    private const int BlockSize = 1 << 16;
    private readonly List<SortedRun?> _runs = [];
    private readonly Stack<SortedRun.Chunk> _idle = new();
    private readonly List<long> _large = [];
    private uint[] _block = [];
    private int _used;

    /// <summary>How many values are kept.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a value in ns, 0 or more.</summary>
    public void Add(long valueNs)
    {
        Count++;
        if (valueNs > uint.MaxValue)
        {
            _large.Add(valueNs);
            return;
        }

        if (_used == _block.Length)
        {
            Seal();
        }

        _block[_used++] = (uint)Math.Max(0, valueNs);
    }

    /// <summary>All values in ns, ascending, one at a time.</summary>
    public IEnumerable<double> Ascending()
    {
        foreach (uint value in Whole())
        {
            yield return value;
        }

        foreach (long value in _large.Order())
        {
            yield return value;
        }
    }

    /// <summary>All values in ns, ascending.</summary>
    public double[] Sorted() => [.. Ascending()];

    // The block becomes a run, and runs of one size one of the next, as a binary counter carries.
    private void Seal()
    {
        SortedRun run = TakeBlock();
        int level = 0;
        for (; level < _runs.Count && _runs[level] is { } equal; level++)
        {
            _runs[level] = null;
            run = SortedRun.Merge(equal, run);
        }

        Put(run, level);
        _block = _block.Length == 0 ? new uint[BlockSize] : _block;
    }

    // Everything in one run. Added to afterwards, it is merged with others as one of the largest size.
    private SortedRun Whole()
    {
        SortedRun whole = TakeBlock();
        for (int level = 0; level < _runs.Count; level++)
        {
            if (_runs[level] is { } run)
            {
                _runs[level] = null;
                whole = SortedRun.Merge(run, whole);
            }
        }

        Put(whole, Math.Max(0, _runs.Count - 1));
        return whole;
    }

    private SortedRun TakeBlock()
    {
        var run = new SortedRun(_idle);
        Span<uint> values = _block.AsSpan(0, _used);
        values.Sort();
        foreach (uint value in values)
        {
            run.Append(value);
        }

        _used = 0;
        return run;
    }

    private void Put(SortedRun run, int level)
    {
        while (_runs.Count <= level)
        {
            _runs.Add(null);
        }

        _runs[level] = run;
    }
}
