using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Inspection;
using LoadGen.Workloads.Datasets.Reuse;

namespace LoadGen.Workloads.Sessions;

/// <summary>
/// What a prefix cache without bounds would have found of the turns that a run made, in the order in which it made them: the theoretical
/// cache-hit rate, to be held against what the engine says. Prompts are taken with their recorded answers. Only sessions of which more
/// turns come are held.
/// </summary>
public sealed class SessionReuse
{
    private readonly ConversationSource _source;
    private readonly Dictionary<int, Open> _open = [];
    private PrefixCacheModel? _cache;
    private int _blockTokens;

    /// <summary>Nothing found yet.</summary>
    public SessionReuse(ConversationSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
    }

    /// <summary>Why there is no answer; null while there is one.</summary>
    public string? Absence { get; private set; }

    /// <summary>What was found; null where nothing can be said.</summary>
    public PrefixCacheResult? Result => Absence is null && _cache?.Result is { Blocks: > 0 } result ? result : null;

    /// <summary>A turn was sent.</summary>
    /// <param name="session">Its session's place in the dataset.</param>
    /// <param name="turn">Its place in the session, from 0; later than those told before.</param>
    /// <param name="promptTokens">Its prompt's length.</param>
    public void Add(int session, int turn, long promptTokens)
    {
        if (Absence is not null)
        {
            return;
        }

        if (!_open.TryGetValue(session, out Open? open))
        {
            Conversation conversation = _source.Read(session);
            if (_cache is null)
            {
                _blockTokens = BlockTokensOf(conversation);
                _cache = new PrefixCacheModel(_blockTokens);
            }

            _open[session] = open = new Open(conversation, new PromptBlocks(_blockTokens));
        }

        ReadOnlySpan<ulong> blocks = default;
        for (; open.Next <= turn; open.Next++)
        {
            ConversationTurn next = open.Conversation.Turns[open.Next];
            if (next.BlockTokens != 0 && _blockTokens % next.BlockTokens != 0)
            {
                Absence = $"the dataset has blocks of {next.BlockTokens} and of {_blockTokens} tokens";
                return;
            }

            if (open.Next > 0)
            {
                open.Blocks.AddAnswer(open.Conversation.Turns[open.Next - 1]);
            }

            blocks = open.Blocks.Next(next);
        }

        _cache!.Add(blocks, promptTokens);
        if (open.Next == open.Conversation.Turns.Count)
        {
            _open.Remove(session);
        }
    }

    // Of text any size will do; of hashes only theirs.
    private static int BlockTokensOf(Conversation conversation) =>
        conversation.Turns.Select(t => t.BlockTokens).FirstOrDefault(tokens => tokens > 0, InspectOptions.DefaultTextBlockTokens);

    private sealed class Open(Conversation conversation, PromptBlocks blocks)
    {
        public Conversation Conversation => conversation;

        public PromptBlocks Blocks => blocks;

        public int Next { get; set; }
    }
}
