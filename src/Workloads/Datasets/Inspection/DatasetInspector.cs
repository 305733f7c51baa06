using LoadGen.Inference;
using LoadGen.Workloads.Datasets.Reuse;

namespace LoadGen.Workloads.Datasets.Inspection;

/// <summary>
/// Walks a dataset once, in the order of time, and counts. Memory is bounded by the conversations that are live at once and the
/// distinct blocks of prompts.
/// </summary>
public sealed class DatasetInspector
{
    private const double NsPerMs = 1e6;

    private readonly ConversationSource _source;
    private readonly InspectOptions _options;
    private readonly TextLength _length;
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private readonly LengthSummary _input;
    private readonly LengthSummary _output;
    private readonly LengthSummary _characters = new();
    private readonly LengthSummary _turns = new();
    private readonly LengthSummary _gaps = new();
    private readonly LengthSummary _startGaps = new();
    private PrefixCacheModel? _cache;
    private TurnReuse _firstTurns;
    private TurnReuse _laterTurns;
    private int _withTools;
    private long _answers;
    private long? _lastStartNs;
    private long? _lastNs;

    private DatasetInspector(ConversationSource source, InspectOptions options)
    {
        _source = source;
        _options = options;
        _length = new TextLength(options.Counter);
        LengthBasis basis = _length.IsCounted ? LengthBasis.Counted : LengthBasis.Estimated;
        _input = new LengthSummary(basis);
        _output = new LengthSummary(basis);
    }

    /// <summary>Inspects all conversations of <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentException">The block size does not fit the dataset's own.</exception>
    public static DatasetReport Inspect(ConversationSource source, InspectOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var inspector = new DatasetInspector(source, options ?? new InspectOptions());
        return inspector.Run(cancellation);
    }

    private DatasetReport Run(CancellationToken cancellation)
    {
        int? blockTokens = _options.BlockTokens ?? (_source.Content == PromptContent.Messages ? InspectOptions.DefaultTextBlockTokens : FirstBlockTokens());
        // Without blocks any size will do: no block ever comes.
        var order = new ReplayOrder(_source, _source.Count, _options.LiveSessions, blockTokens ?? 1);
        _cache = blockTokens is { } size ? new PrefixCacheModel(size, _options.CacheTokens) : null;
        long turns = 0;
        foreach (LiveConversation live in order.Walk())
        {
            cancellation.ThrowIfCancellationRequested();
            if (live.Turn == 0)
            {
                AddConversation(live.Conversation);
            }

            AddTurn(live, blockTokens);
            turns++;
        }

        return new DatasetReport
        {
            Facts = _source.Facts,
            Description = _source.Description,
            Conversations = _source.Count,
            Turns = turns,
            Groups = _groups.Count,
            WithTools = _withTools,
            RecordedAnswers = _answers,
            InputTokens = _input,
            OutputTokens = _output,
            InputCharacters = _characters,
            TurnsPerConversation = _turns,
            GapsMs = _gaps,
            StartGapsMs = _startGaps,
            DurationS = _lastNs / 1e9,
            Cache = _cache?.Result is { Blocks: > 0 } result ? result : null,
            FirstTurns = _firstTurns,
            LaterTurns = _laterTurns,
            LiveSessions = _lastStartNs is null ? _options.LiveSessions : null,
        };
    }

    private void AddConversation(Conversation conversation)
    {
        _turns.Add(conversation.Turns.Count);
        _withTools += conversation.ToolsJson.IsEmpty ? 0 : 1;
        if (conversation.Group is { } group)
        {
            _groups.Add(group);
        }

        if (conversation.StartNs is not { } start)
        {
            return;
        }

        if (_lastStartNs is { } last)
        {
            _startGaps.Add((long)Math.Round(Math.Max(0, start - last) / NsPerMs));
        }

        _lastStartNs = start;
    }

    private void AddTurn(LiveConversation live, int? blockTokens)
    {
        ConversationTurn turn = live.Current;
        long input = AddInput(live, turn);
        if (turn.DelayNs is { } delay)
        {
            _gaps.Add((long)Math.Round(delay / NsPerMs));
        }

        if (live.Conversation.StartNs is { } start)
        {
            _lastNs = Math.Max(_lastNs ?? 0, start + (turn.OffsetNs ?? 0));
        }

        if (_cache is not null)
        {
            CheckBlocks(turn, blockTokens!.Value);
            ReadOnlySpan<ulong> blocks = live.Blocks.Next(turn);
            int hits = _cache.Add(blocks, input);
            ref TurnReuse reuse = ref (live.Turn == 0 ? ref _firstTurns : ref _laterTurns);
            reuse = new TurnReuse(reuse.Blocks + blocks.Length, reuse.HitBlocks + hits);
            live.Blocks.AddAnswer(turn);
        }

        AddOutput(live, turn);
    }

    private long AddInput(LiveConversation live, ConversationTurn turn)
    {
        foreach (ChatMessage message in turn.Messages)
        {
            AddToHistory(live, message);
        }

        if (turn.Messages.Count > 0)
        {
            _characters.Add(live.HistoryCharacters);
        }

        long input = turn.InputTokens ?? live.HistoryTokens;
        _input.Add(input, isRecorded: turn.InputTokens is not null);
        return input;
    }

    private void AddOutput(LiveConversation live, ConversationTurn turn)
    {
        int? output = turn.OutputTokens;
        if (turn.RecordedAnswer is { } answer)
        {
            _answers++;
            int length = _length.Answer(turn);
            live.HistoryTokens += length;
            live.HistoryCharacters += TextLength.Characters(answer.Text.Span);
            output ??= length;
        }

        if (output is { } tokens)
        {
            _output.Add(tokens, isRecorded: turn.OutputTokens is not null);
        }
    }

    private void AddToHistory(LiveConversation live, ChatMessage message)
    {
        live.HistoryTokens += _length.Tokens(message.Text.Span);
        live.HistoryCharacters += TextLength.Characters(message.Text.Span);
    }

    private static void CheckBlocks(ConversationTurn turn, int blockTokens)
    {
        if (turn.BlockTokens > 0 && blockTokens % turn.BlockTokens != 0)
        {
            throw new ArgumentException($"The block size is {blockTokens} tokens, and the dataset's blocks have {turn.BlockTokens}; it must be a multiple of them.");
        }
    }

    // The dataset's own size stands in its first turn that has blocks; of a dataset without hashes that search ends soon.
    private int? FirstBlockTokens()
    {
        const int MostLookedAt = 1000;
        for (int i = 0; i < Math.Min(_source.Count, MostLookedAt); i++)
        {
            if (_source.Read(i).Turns.FirstOrDefault(turn => turn.BlockTokens > 0) is { } turn)
            {
                return turn.BlockTokens;
            }
        }

        return null;
    }
}
