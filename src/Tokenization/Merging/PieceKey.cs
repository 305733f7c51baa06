using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Merging;

/// <summary>A piece of 1 to 15 bytes as two words, its length in the topmost byte: equal exactly when the pieces are.</summary>
internal readonly struct PieceKey
{
    private const int LengthShift = 56;

    public PieceKey(ReadOnlySpan<byte> piece)
    {
        int length = piece.Length;
        High = (ulong)length << LengthShift;
        if (length > sizeof(ulong))
        {
            Low = BinaryPrimitives.ReadUInt64LittleEndian(piece);
            High |= BinaryPrimitives.ReadUInt64LittleEndian(piece[(length - 8)..]) >> (8 * (16 - length));
        }
        else if (length >= sizeof(uint))
        {
            // The two halves overlap; with the length known they still tell all pieces apart.
            Low = BinaryPrimitives.ReadUInt32LittleEndian(piece) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(piece[(length - 4)..]) << 32);
        }
        else
        {
            Low = piece[0] | ((ulong)piece[length >> 1] << 8) | ((ulong)piece[length - 1] << 16);
        }
    }

    public ulong Low { get; }

    public ulong High { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Slot(int bits) => (int)(ByteHash.Of(Low, High) >> (64 - bits));
}
