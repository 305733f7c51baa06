using LoadGen.Tokenization.Added;
using LoadGen.Tokenization.Decoding;
using LoadGen.Tokenization.Merging;
using LoadGen.Tokenization.Normalizing;

namespace LoadGen.Tokenization.Pipeline;

/// <summary>All that one call works with, kept for the next: buffers, and the cache of pieces.</summary>
internal sealed class Workspace
{
    // A workspace that has grown past this by one large text is not kept.
    private const int KeptIds = 1 << 22;
    private const int KeptBytes = 1 << 24;

    private readonly TokenizerParts _parts;
    private readonly PieceRun _run;
    private readonly ByteBuffer _repaired = new();
    private readonly NormalizerScratch _normalizing = new();

    public Workspace(TokenizerParts parts)
    {
        _parts = parts;
        _run = new PieceRun(parts.PreTokenizers, new PieceEncoder(parts.Model), Ids);
    }

    /// <summary>The ids of the text encoded last.</summary>
    public IdBuffer Ids { get; } = new();

    /// <summary>What decoding works with.</summary>
    public DecoderScratch Decoding { get; } = new();

    /// <summary>Bytes for whoever needs some.</summary>
    public ByteBuffer Bytes { get; } = new();

    /// <summary>Whether it is small enough to keep.</summary>
    public bool IsKept => Ids.Capacity <= KeptIds && Bytes.Capacity <= KeptBytes && _repaired.Capacity <= KeptBytes;

    /// <summary>Encodes a text, after what <see cref="Ids"/> has already.</summary>
    public void Encode(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = Utf8Repair.Valid(utf8, _repaired);
        AddedTokenFinder finder = _parts.RawTokens;
        if (finder.IsEmpty)
        {
            EncodeText(text, isStart: true);
            return;
        }

        int last = 0;
        while (finder.Find(text, last, out int start, out int end) is { } token)
        {
            EncodeText(text[last..start], isStart: last == 0);
            Ids.Add(token.Id);
            last = end;
        }

        EncodeText(text[last..], isStart: last == 0);
    }

    private void EncodeText(ReadOnlySpan<byte> text, bool isStart)
    {
        if (text.IsEmpty)
        {
            return;
        }

        text = _normalizing.Apply(_parts.Normalizers, text);
        AddedTokenFinder finder = _parts.NormalizedTokens;
        int last = 0;
        while (!finder.IsEmpty && finder.Find(text, last, out int start, out int end) is { } token)
        {
            EncodePieces(text[last..start], isStart && last == 0);
            Ids.Add(token.Id);
            last = end;
        }

        EncodePieces(text[last..], isStart && last == 0);
    }

    private void EncodePieces(ReadOnlySpan<byte> text, bool isStart)
    {
        if (!text.IsEmpty)
        {
            _run.Encode(text, isStart);
        }
    }
}
