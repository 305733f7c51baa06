namespace LoadGen.Simulation.Requests;

/// <summary>
/// Hashes of a request's prompts, block by block, as an engine's prefix cache names them: each covers the prompt from its start to the
/// block's end. As in an engine, the last token is always computed, so a block counts only when a token follows it.
/// </summary>
internal sealed class PromptBlocks
{
    /// <summary>Tokens in a block: between the 16 of vLLM and the 128 of others.</summary>
    public const int BlockTokens = 64;

    // FNV-1a (Fowler, Noll and Vo), 64 bits.
    private const ulong Offset = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    private readonly List<List<ulong>> _prompts = [];
    private ulong _hash;
    private int _tokens;
    private bool _inWord;

    /// <summary>Of each prompt, the hashes of its blocks in order.</summary>
    public IReadOnlyList<IReadOnlyList<ulong>> Prompts => _prompts;

    /// <summary>What follows belongs to a prompt of its own.</summary>
    public void BeginPrompt()
    {
        _prompts.Add([]);
        _hash = Offset;
        _tokens = 0;
    }

    /// <summary>What follows is a text of its own: its first word is not the rest of the last one.</summary>
    public void BeginText() => _inWord = false;

    /// <summary>Text, or a piece of it, in UTF-8: see <see cref="WordCounter"/>.</summary>
    public void AddText(ReadOnlySpan<byte> utf8)
    {
        foreach (byte b in utf8)
        {
            bool letter = b > (byte)' ';
            if (letter && !_inWord)
            {
                BeginToken();
                Mix((byte)' ');
            }

            if (letter)
            {
                Mix(b);
            }

            _inWord = letter;
        }
    }

    /// <summary>A token's id.</summary>
    public void AddId(long id)
    {
        BeginToken();
        for (int shift = 0; shift < 64; shift += 8)
        {
            Mix((byte)(id >> shift));
        }
    }

    private void BeginToken()
    {
        if (_tokens > 0 && _tokens % BlockTokens == 0)
        {
            _prompts[^1].Add(_hash);
        }

        _tokens++;
    }

    private void Mix(byte b) => _hash = (_hash ^ b) * Prime;
}
