using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.Merging;

/// <summary>Encodes pieces: those met before from the cache, others symbol by symbol. Not thread-safe: it holds cache and buffers.</summary>
internal sealed class PieceEncoder(BpeModel model)
{
    private readonly PieceCache _cache = new();
    private readonly Merger _merger = new(model.Merges);
    private readonly Symbols _symbols = new(model);

    /// <summary>Appends the ids of a piece.</summary>
    public void Encode(ReadOnlySpan<byte> piece, IdBuffer ids)
    {
        if (model.WordMark.Length > 0)
        {
            EncodeWords(piece, ids);
        }
        else
        {
            EncodePiece(piece, ids);
        }
    }

    private void EncodeWords(ReadOnlySpan<byte> piece, IdBuffer ids)
    {
        ReadOnlySpan<byte> mark = model.WordMark;
        while (!piece.IsEmpty)
        {
            int end = 0;
            while (piece[end..].StartsWith(mark))
            {
                end += mark.Length;
            }

            int next = piece[end..].IndexOf(mark);
            end = next < 0 ? piece.Length : end + next;
            EncodePiece(piece[..end], ids);
            piece = piece[end..];
        }
    }

    private void EncodePiece(ReadOnlySpan<byte> piece, IdBuffer ids)
    {
        if ((uint)(piece.Length - 1) >= PieceCache.LongestBytes)
        {
            EncodeNew(piece, ids);
            return;
        }

        var key = new PieceKey(piece);
        if (!_cache.TryAppend(key, ids))
        {
            int before = ids.Count;
            EncodeNew(piece, ids);
            _cache.Remember(key, ids.Written[before..]);
        }
    }

    private void EncodeNew(ReadOnlySpan<byte> piece, IdBuffer ids)
    {
        if (model.IsWholePieceFirst && model.Vocabulary.IdOf(piece) is >= 0 and int id)
        {
            ids.Add(id);
            return;
        }

        // A byte of the piece is a symbol at most, but for the prefix and suffix, which make none.
        Span<int> symbols = ids.Reserve(piece.Length);
        int count = _symbols.Read(piece, symbols);
        ids.Advance(_merger.Merge(symbols[..count]));
    }
}
