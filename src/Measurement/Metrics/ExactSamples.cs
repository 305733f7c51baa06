namespace LoadGen.Measurement.Metrics;

/// <summary>
/// Every value of a metric, for the figures that InferenceX computes exactly. Values are ns, kept in 4 bytes each while they fit
/// (4.29 s) and beside the array where they do not. Single-threaded; grows by blocks, so that nothing is copied while a run is on.
/// </summary>
public sealed class ExactSamples
{
    private const int BlockSize = 1 << 16;
    private readonly List<uint[]> _blocks = [];
    private readonly List<long> _large = [];
    private int _used = BlockSize;

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

        if (_used == BlockSize)
        {
            _blocks.Add(new uint[BlockSize]);
            _used = 0;
        }

        _blocks[^1][_used++] = (uint)Math.Max(0, valueNs);
    }

    /// <summary>All values in ns, ascending.</summary>
    public double[] Sorted()
    {
        double[] all = new double[Count];
        int at = 0;
        foreach (uint[] block in _blocks)
        {
            int length = ReferenceEquals(block, _blocks[^1]) ? _used : BlockSize;
            for (int i = 0; i < length; i++)
            {
                all[at++] = block[i];
            }
        }

        foreach (long value in _large)
        {
            all[at++] = value;
        }

        Array.Sort(all);
        return all;
    }
}
