namespace LoadGen.Workloads.Datasets.Reuse;

/// <summary>A conversation of which some turns have come.</summary>
internal sealed class LiveConversation(Conversation conversation, PromptBlocks blocks)
{
    public Conversation Conversation => conversation;

    public PromptBlocks Blocks => blocks;

    /// <summary>The turn that comes now.</summary>
    public int Turn { get; set; }

    public ConversationTurn Current => conversation.Turns[Turn];

    /// <summary>Tokens and characters of all turns before, answers included.</summary>
    public long HistoryTokens { get; set; }

    public long HistoryCharacters { get; set; }
}

/// <summary>
/// Turns in the order of time. Where the dataset says when conversations begin, as it says; otherwise so many are live at once, and a new
/// one begins when one ends. Only live conversations are held.
/// </summary>
internal sealed class ReplayOrder(ConversationSource source, int count, int liveSessions, int blockTokens)
{
    private readonly PriorityQueue<LiveConversation, (long TimeNs, long Sequence)> _due = new();
    private Conversation? _next;
    private int _read;
    private long _sequence;
    private long _nowNs;

    /// <summary>All turns of the first <c>count</c> conversations; each is valid until the next is asked for.</summary>
    public IEnumerable<LiveConversation> Walk()
    {
        while (true)
        {
            Begin();
            if (!_due.TryDequeue(out LiveConversation? live, out (long TimeNs, long Sequence) due))
            {
                yield break;
            }

            _nowNs = Math.Max(_nowNs, due.TimeNs);
            yield return live;
            if (++live.Turn < live.Conversation.Turns.Count)
            {
                _due.Enqueue(live, (DueNs(live), _sequence++));
            }
        }
    }

    private void Begin()
    {
        while (_read < count)
        {
            _next ??= source.Read(_read);
            bool isDue = _next.StartNs is { } startNs
                ? !_due.TryPeek(out _, out (long TimeNs, long Sequence) first) || startNs <= first.TimeNs
                : _due.Count < liveSessions;
            if (!isDue)
            {
                return;
            }

            _due.Enqueue(new LiveConversation(_next, new PromptBlocks(blockTokens)), (_next.StartNs ?? _nowNs, _sequence++));
            _next = null;
            _read++;
        }
    }

    private long DueNs(LiveConversation live) =>
        live.Conversation.StartNs is { } start && live.Current.OffsetNs is { } offset
            ? start + offset
            : _nowNs + (live.Current.DelayNs ?? 0);
}
