using System.Buffers;

namespace LoadGen.Routing.Pairs;

/// <summary>A client's request body in one pooled array, shared by the legs that send slices of it: the last to let go returns it.</summary>
internal sealed class ClientBody
{
    private readonly byte[] _bytes;
    private readonly int _length;
    private int _holders = 1;

    /// <param name="bytes">A rented array; owned from now on.</param>
    /// <param name="length">Bytes of it that are the body.</param>
    public ClientBody(byte[] bytes, int length) => (_bytes, _length) = (bytes, length);

    /// <summary>The body. Valid while the caller holds it.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>One more holds it.</summary>
    public ClientBody Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>One lets go.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
