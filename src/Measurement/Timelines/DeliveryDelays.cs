using System.Buffers;

namespace LoadGen.Measurement.Timelines;

/// <summary>The delivery delays of one request, ns: server's send of a chunk → the chunk's time. Pooled memory, none before the first.</summary>
public sealed class DeliveryDelays
{
    private long[] _delaysNs = [];
    private int _count;

    /// <summary>What was added, in order.</summary>
    public ReadOnlySpan<long> Ns => _delaysNs.AsSpan(0, _count);

    /// <summary>Adds one.</summary>
    public void Add(long delayNs)
    {
        if (_count == _delaysNs.Length)
        {
            Grow();
        }

        _delaysNs[_count++] = delayNs;
    }

    /// <summary>Forgets all; the memory is kept.</summary>
    public void Clear() => _count = 0;

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        Clear();
        if (_delaysNs.Length > 0)
        {
            ArrayPool<long>.Shared.Return(_delaysNs);
            _delaysNs = [];
        }
    }

    private void Grow()
    {
        const int FirstLength = 256;
        long[] larger = ArrayPool<long>.Shared.Rent(Math.Max(FirstLength, _delaysNs.Length * 2));
        Ns.CopyTo(larger);
        if (_delaysNs.Length > 0)
        {
            ArrayPool<long>.Shared.Return(_delaysNs);
        }

        _delaysNs = larger;
    }
}
