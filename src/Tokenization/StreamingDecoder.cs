using System.Buffers;
using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization;

/// <summary>
/// Text from ids as they come. What may still become another character is held back: bytes of a character not yet whole, and, where
/// blanks depend on the token before, as much context as that takes. Not thread-safe; one for each stream.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly ByteBuffer _pending = new();
    private readonly List<int> _ids = [];
    private int _contextCount;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens)
    {
        _tokenizer = tokenizer;
        _skipSpecialTokens = skipSpecialTokens;
    }

    /// <summary>Takes an id, and appends the text that is certain now.</summary>
    /// <returns>How many bytes of text were appended.</returns>
    public int Append(int id, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_skipSpecialTokens && _tokenizer.IsSpecial(id))
        {
            return 0;
        }

        return _tokenizer.Parts.BytesOfTokens is { } bytesOf ? AppendBytes(bytesOf[id], output) : AppendInContext(id, output);
    }

    /// <summary>Ends the stream: appends what was held back, a character that is not whole as U+FFFD. The decoder can then begin anew.</summary>
    /// <returns>How many bytes of text were appended.</returns>
    public int Flush(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int written;
        if (_tokenizer.Parts.BytesOfTokens is not null)
        {
            written = WriteRepaired(_pending.Written, output);
            _pending.Clear();
            return written;
        }

        written = WriteNew(output, isEnd: true);
        _ids.Clear();
        _contextCount = 0;
        return written;
    }

    private int AppendBytes(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        _pending.Add(bytes);
        ReadOnlySpan<byte> all = _pending.Written;
        int held = Utf8Repair.IncompleteAtEnd(all);
        int written = WriteRepaired(all[..^held], output);
        // At most three bytes, to the front.
        _pending.KeepLast(held);
        return written;
    }

    private int AppendInContext(int id, IBufferWriter<byte> output)
    {
        _ids.Add(id);
        return WriteNew(output, isEnd: false);
    }

    // The text of the tokens since the last that were written is what they add to the text of those: a token may look different at
    // the beginning of a text.
    private int WriteNew(IBufferWriter<byte> output, bool isEnd)
    {
        Workspace workspace = _tokenizer.Pool.Rent();
        ReadOnlySpan<int> ids = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ids);
        int known = _tokenizer.DecodedText(ids[.._contextCount], workspace, _skipSpecialTokens).Length;
        ReadOnlySpan<byte> text = _tokenizer.DecodedText(ids, workspace, _skipSpecialTokens);
        int written = 0;
        if (text.Length > known && (isEnd || !text.EndsWith(Utf8Repair.Replacement)))
        {
            output.Write(text[known..]);
            written = text.Length - known;
            _ids.RemoveRange(0, _contextCount);
            _contextCount = _ids.Count;
        }

        _tokenizer.Pool.Return(workspace);
        return written;
    }

    private int WriteRepaired(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (System.Text.Unicode.Utf8.IsValid(text))
        {
            output.Write(text);
            return text.Length;
        }

        Workspace workspace = _tokenizer.Pool.Rent();
        ReadOnlySpan<byte> repaired = Utf8Repair.Valid(text, workspace.Bytes);
        output.Write(repaired);
        int written = repaired.Length;
        _tokenizer.Pool.Return(workspace);
        return written;
    }
}
