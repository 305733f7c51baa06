using System.Buffers;

namespace LoadGen.Routing.Pairs;

/// <summary>A reply held in memory, in a pooled array that grows up to a limit.</summary>
internal sealed class ReplyBuffer(int bytesMax)
{
    private const int FirstBytes = 1024;

    private byte[] _bytes = [];

    /// <summary>Bytes held.</summary>
    public int Length { get; private set; }

    /// <summary>More came than the limit allows; the reply is not whole.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>What came. Valid until <see cref="Free"/>.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsTooLarge || bytes.Length > bytesMax - Length)
        {
            IsTooLarge = true;
            return;
        }

        if (_bytes.Length - Length < bytes.Length)
        {
            Grow(Length + bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Gives the array back.</summary>
    public void Free()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            Length = 0;
        }
    }

    private void Grow(int needed)
    {
        long doubled = Math.Max(FirstBytes, Math.Min(_bytes.Length * 2L, bytesMax));
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(doubled, needed));
        Memory.Span.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
