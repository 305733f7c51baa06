using System.Buffers;
using System.Runtime.InteropServices;
using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Reading;

namespace LoadGen.Tokenization;

/// <summary>
/// Text to token ids and back, as Hugging Face's tokenizers do it for the same <c>tokenizer.json</c>, and as tiktoken does for the same
/// file of ranks. Immutable and thread-safe. After the first calls nothing is allocated but what the caller's own buffers need.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly WorkspacePool _pool;
    private readonly HashSet<int> _specialIds;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _pool = new WorkspacePool(parts);
        _specialIds = [.. parts.AddedTokens.Where(token => token.IsSpecial).Select(token => token.Id)];
    }

    /// <summary>One more than the highest id, added tokens included.</summary>
    public int VocabularySize => _parts.Written.Size;

    /// <summary>The same without the tokens that were added to the model's own: Hugging Face's <c>vocab_size</c>.</summary>
    public int ModelVocabularySize => _parts.Model.Vocabulary.Size;

    internal TokenizerParts Parts => _parts;

    internal WorkspacePool Pool => _pool;

    /// <summary>Reads a <c>tokenizer.json</c>, a <c>.tiktoken</c> file of ranks, or the folder of a model that has one of them.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">For files of ranks.</param>
    /// <exception cref="TokenizerException">The file is missing or damaged, or needs what is not supported: file, place, what is known.</exception>
    public static Tokenizer Load(string path, TokenizerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Tokenizer(TokenizerFile.Read(path, options ?? new TokenizerOptions()));
    }

    /// <summary>Appends the ids of a text to a writer.</summary>
    /// <param name="utf8">The text. What is not UTF-8 is read as U+FFFD, see docs/tokenization.md.</param>
    /// <param name="output">Takes the ids.</param>
    /// <param name="addSpecialTokens">Whether to add the tokens that the file puts around each text, such as the one for its beginning.</param>
    public void Encode(ReadOnlySpan<byte> utf8, IBufferWriter<int> output, bool addSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        Workspace workspace = Encoded(utf8, addSpecialTokens);
        output.Write(workspace.Ids.Written);
        _pool.Return(workspace);
    }

    /// <summary>Appends the ids of a text to a list. Parameters as for the other overload.</summary>
    public void Encode(ReadOnlySpan<byte> utf8, List<int> output, bool addSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        Workspace workspace = Encoded(utf8, addSpecialTokens);
        ReadOnlySpan<int> ids = workspace.Ids.Written;
        int before = output.Count;
        CollectionsMarshal.SetCount(output, before + ids.Length);
        ids.CopyTo(CollectionsMarshal.AsSpan(output)[before..]);
        _pool.Return(workspace);
    }

    /// <summary>How many ids a text has.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="addSpecialTokens">Whether to count the tokens that the file puts around each text.</param>
    public int Count(ReadOnlySpan<byte> utf8, bool addSpecialTokens = false)
    {
        Workspace workspace = Encoded(utf8, addSpecialTokens);
        int count = workspace.Ids.Count;
        _pool.Return(workspace);
        return count;
    }

    /// <summary>Appends the text of ids, always valid UTF-8. Ids of no token are passed over.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="output">Takes the text.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public void Decode(ReadOnlySpan<int> ids, IBufferWriter<byte> output, bool skipSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        Workspace workspace = _pool.Rent();
        output.Write(DecodedText(ids, workspace, skipSpecialTokens));
        _pool.Return(workspace);
    }

    /// <summary>A decoder for ids that come one by one.</summary>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);

    /// <summary>The id of a token as the file writes it (<c>Ġthe</c>, <c>▁the</c>, <c>&lt;|endoftext|&gt;</c>), or null.</summary>
    public int? IdOf(ReadOnlySpan<byte> token) => _parts.Written.IdOf(token) is >= 0 and int id ? id : null;

    /// <summary>A token as the file writes it, UTF-8; empty for an id of no token. Of a file of ranks: its bytes.</summary>
    public ReadOnlySpan<byte> TokenOf(int id) => _parts.Written[id];

    /// <summary>Whether an id stands for what no text is: begin, end, roles.</summary>
    public bool IsSpecial(int id) => _specialIds.Contains(id);

    // In a buffer of the workspace's.
    internal ReadOnlySpan<byte> DecodedText(ReadOnlySpan<int> ids, Workspace workspace, bool skipSpecialTokens)
    {
        if (_parts.BytesOfTokens is { } bytesOf)
        {
            workspace.Bytes.Clear();
            foreach (int id in ids)
            {
                workspace.Bytes.Add(skipSpecialTokens && IsSpecial(id) ? default : bytesOf[id]);
            }

            return Utf8Repair.Valid(workspace.Bytes.Written, workspace.Decoding.Bytes);
        }

        workspace.Decoding.Tokens.Clear();
        foreach (int id in ids)
        {
            if (_parts.Decoded.Has(id) && !(skipSpecialTokens && IsSpecial(id)))
            {
                workspace.Decoding.Tokens.Add(_parts.Decoded[id]);
            }
        }

        return workspace.Decoding.Apply(_parts.Decoders);
    }

    private Workspace Encoded(ReadOnlySpan<byte> utf8, bool addSpecialTokens)
    {
        Workspace workspace = _pool.Rent();
        workspace.Ids.Clear();
        workspace.Ids.Add(addSpecialTokens ? _parts.Prefix : []);
        workspace.Encode(utf8);
        workspace.Ids.Add(addSpecialTokens ? _parts.Suffix : []);
        return workspace;
    }
}
