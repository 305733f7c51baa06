using System.Runtime.CompilerServices;

namespace LoadGen.Tokenization.Pipeline;

/// <summary>Ids in a growing array.</summary>
internal sealed class IdBuffer
{
    private int[] _ids = new int[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Written => _ids.AsSpan(0, Count);

    public Span<int> Editable => _ids.AsSpan(0, Count);

    public int Capacity => _ids.Length;

    public void Clear() => Count = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id)
    {
        if (Count == _ids.Length)
        {
            Grow(1);
        }

        _ids[Count++] = id;
    }

    public void Add(ReadOnlySpan<int> ids)
    {
        ids.CopyTo(Reserve(ids.Length));
        Count += ids.Length;
    }

    /// <summary>Room for so many ids after those written, which <see cref="Advance"/> makes part of them.</summary>
    public Span<int> Reserve(int count)
    {
        if (_ids.Length - Count < count)
        {
            Grow(count);
        }

        return _ids.AsSpan(Count, count);
    }

    public void Advance(int count) => Count += count;

    private void Grow(int count) => Array.Resize(ref _ids, Math.Max(_ids.Length * 2, Count + count));
}
