using System.Runtime.InteropServices;
using LoadGen.Inference;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Datasets.Reuse;

/// <summary>
/// The identities of a conversation's prompt blocks, turn by turn. Of text, a block is so many bytes (4 a token) of the messages in
/// their order with their roles, and each turn's prompt goes on where the last and its recorded answer ended. Of block hashes, the
/// dataset's blocks are chained, and put together where larger ones are asked for.
/// </summary>
internal sealed class PromptBlocks(int blockTokens)
{
    /// <summary>What a token of text is taken to be.</summary>
    public const int BytesPerToken = 4;

    private readonly List<ulong> _blocks = [];
    private byte[] _open = [];
    private int _openLength;
    private ulong _chain;

    /// <summary>The blocks of a turn's whole prompt; to be asked once for each turn, in their order.</summary>
    public ReadOnlySpan<ulong> Next(ConversationTurn turn)
    {
        if (turn.Messages.Count == 0)
        {
            return OfHashes(turn);
        }

        foreach (ChatMessage message in turn.Messages)
        {
            Add(message);
        }

        return CollectionsMarshal.AsSpan(_blocks);
    }

    /// <summary>The recorded answer, which the next prompt holds.</summary>
    public void AddAnswer(ConversationTurn turn)
    {
        if (turn.RecordedAnswer is { } answer)
        {
            Add(answer);
        }
    }

    private ReadOnlySpan<ulong> OfHashes(ConversationTurn turn)
    {
        _blocks.Clear();
        if (turn.BlockTokens == 0)
        {
            return default;
        }

        int together = blockTokens / turn.BlockTokens;
        ReadOnlySpan<long> hashes = turn.BlockHashes.Span;
        int covered = turn.InputTokens is { } input ? Math.Min(hashes.Length, (input + turn.BlockTokens - 1) / turn.BlockTokens) : hashes.Length;
        ulong chain = 0;
        for (int i = 0; i < covered; i++)
        {
            chain = SplitMix64.Fold(chain, (ulong)hashes[i]);
            if ((i + 1) % together == 0)
            {
                _blocks.Add(chain);
            }
        }

        return CollectionsMarshal.AsSpan(_blocks);
    }

    private void Add(ChatMessage message)
    {
        // As a chat template would, a role marks where a message begins.
        Add([0, (byte)message.Role]);
        Add(message.Text.Span);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (_open.Length == 0)
        {
            _open = new byte[blockTokens * BytesPerToken];
        }

        while (!bytes.IsEmpty)
        {
            int length = Math.Min(bytes.Length, _open.Length - _openLength);
            bytes[..length].CopyTo(_open.AsSpan(_openLength));
            _openLength += length;
            bytes = bytes[length..];
            if (_openLength == _open.Length)
            {
                _chain = ByteHash.Of(_open, _chain);
                _blocks.Add(_chain);
                _openLength = 0;
            }
        }
    }
}
