using System.Globalization;
using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Merging;

/// <summary>The symbols a piece begins as, before any merge: its bytes, or its characters, or what stands in for them.</summary>
internal sealed class Symbols
{
    private readonly BpeModel _model;
    private readonly int[] _ofByte = new int[256];
    private readonly ByteBuffer _looked = new();
    private int _pendingUnknown = -1;

    public Symbols(BpeModel model)
    {
        _model = model;
        for (int i = 0; i < _ofByte.Length; i++)
        {
            _ofByte[i] = model.IsByteLevel
                ? model.Vocabulary.IdOf([(byte)i])
                : model.Vocabulary.IdOf(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<0x{i:X2}>")));
        }
    }

    /// <summary>Writes the symbols of a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="ids">Room for one a byte.</param>
    /// <returns>How many there are.</returns>
    public int Read(ReadOnlySpan<byte> piece, Span<int> ids)
    {
        int count = 0;
        for (int at = 0; at < piece.Length;)
        {
            int length = 1;
            if (!_model.IsByteLevel)
            {
                CharClasses.Decode(piece, at, out length);
            }

            int id = _model.IsByteLevel ? _ofByte[piece[at]] : IdOf(piece, at, length);
            if (id >= 0)
            {
                count += FlushUnknown(ids[count..]);
                ids[count++] = id;
            }
            else if (!TryFallBack(piece, at, length, ids, ref count) && _model.UnknownId >= 0)
            {
                count += _model.IsUnknownFused ? 0 : FlushUnknown(ids[count..]);
                _pendingUnknown = _model.UnknownId;
            }

            at += length;
        }

        return count + FlushUnknown(ids[count..]);
    }

    private int IdOf(ReadOnlySpan<byte> piece, int at, int length)
    {
        ReadOnlySpan<byte> character = piece.Slice(at, length);
        bool hasPrefix = at > 0 && _model.ContinuingPrefix.Length > 0;
        bool hasSuffix = at + length == piece.Length && _model.EndSuffix.Length > 0;
        if (!hasPrefix && !hasSuffix)
        {
            return _model.Vocabulary.IdOf(character);
        }

        _looked.Clear();
        _looked.Add(hasPrefix ? _model.ContinuingPrefix : []);
        _looked.Add(character);
        _looked.Add(hasSuffix ? _model.EndSuffix : []);
        return _model.Vocabulary.IdOf(_looked.Written);
    }

    // All bytes of a character, or none of them.
    private bool TryFallBack(ReadOnlySpan<byte> piece, int at, int length, Span<int> ids, ref int count)
    {
        if (!_model.HasByteFallback)
        {
            return false;
        }

        foreach (byte value in piece.Slice(at, length))
        {
            if (_ofByte[value] < 0)
            {
                return false;
            }
        }

        // An unknown token before it, which a vocabulary with all bytes never has, comes after it: as the reference has it.
        foreach (byte value in piece.Slice(at, length))
        {
            ids[count++] = _ofByte[value];
        }

        return true;
    }

    private int FlushUnknown(Span<int> ids)
    {
        if (_pendingUnknown < 0)
        {
            return 0;
        }

        ids[0] = _pendingUnknown;
        _pendingUnknown = -1;
        return 1;
    }
}
