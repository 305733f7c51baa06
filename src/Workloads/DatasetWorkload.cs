using System.Globalization;
using System.Text;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads;

/// <summary>
/// One request for each conversation of a dataset: its first turn, or its last with all that was said before. Lengths that the dataset
/// does not say are counted, or estimated as characters / 4. Reading a request reads its record from the file, so its texts are not held.
/// </summary>
public sealed class DatasetWorkload : Workload
{
    // A request's length is asked for first and its text right after, by the same thread.
    [ThreadStatic]
    private static (ConversationSource? Source, int Index, Conversation? Conversation) s_last;

    private readonly ConversationSource _source;
    private readonly DatasetWorkloadOptions _options;
    private readonly DatasetTurn _turn;
    private readonly ConversationPrompts _prompts;
    private readonly int? _warmupCount;

    /// <summary>Requests of <paramref name="source"/>'s conversations, which stays its owner's.</summary>
    public DatasetWorkload(ConversationSource source, DatasetWorkloadOptions? options = null)
        : this(source, options ?? new DatasetWorkloadOptions(), warmupCount: null)
    {
    }

    private DatasetWorkload(ConversationSource source, DatasetWorkloadOptions options, int? warmupCount)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _options = options;
        _turn = options.Turn ?? UsualTurn(source.Facts.Format);
        _prompts = new ConversationPrompts(options);
        _warmupCount = warmupCount;
    }

    /// <inheritdoc/>
    public override string Name => _source.Name;

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{_source.Description}{(_warmupCount is null ? "" : ", warm-up")}, {(_turn == DatasetTurn.First ? "first turn" : "last turn with its history")}, {Lengths}");

    /// <inheritdoc/>
    public override int? Count => _warmupCount ?? _source.Count;

    /// <inheritdoc/>
    public override PromptContent Content => _source.Content;

    /// <inheritdoc/>
    public override WorkItem this[int index]
    {
        get
        {
            Conversation conversation = Read(index);
            int turn = TurnOf(conversation);
            return new WorkItem(
                index, _prompts.InputTokens(conversation, turn), _prompts.OutputTokens(conversation.Turns[turn]),
                _warmupCount is null && conversation.StartNs is { } start ? start + (conversation.Turns[turn].OffsetNs ?? 0) : -1);
        }
    }

    private string Lengths =>
        (Content == PromptContent.TokenIds ? $"{_prompts.IdRange}, seed {_options.Seed}" : $"lengths {(_prompts.IsCounted ? "counted" : "estimated as characters / 4")}")
        + (_options.OutputTokens is { } output ? string.Create(CultureInfo.InvariantCulture, $", output {output} tokens") : "");

    /// <summary>
    /// The turn that a format's records are about: of requests as they were sent the last, as the messages before it are its context;
    /// of conversations the first, as other clients ask it.
    /// </summary>
    public static DatasetTurn UsualTurn(DatasetFormat format) =>
        format is DatasetFormat.OpenAiMessages or DatasetFormat.Custom ? DatasetTurn.Last : DatasetTurn.First;

    /// <summary>
    /// Prompts to warm the engine up with: the first conversations', each with words of its own before the rest, or in ids of other
    /// streams, so that nothing measured is found in a prefix cache.
    /// </summary>
    public DatasetWorkload ForWarmup(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new DatasetWorkload(_source, _options, count);
    }

    /// <inheritdoc/>
    public override void WriteTokenIds(in WorkItem item, Span<int> destination)
    {
        if (Content != PromptContent.TokenIds)
        {
            throw new NotSupportedException($"The prompts of {Name} are messages.");
        }

        Conversation conversation = Read(item.Index);
        (int lap, int place) = Math.DivRem(item.Index, _source.Count);
        lap = _warmupCount is null ? 0 : lap + 1;
        _prompts.WriteTokenIds(place, conversation, turn: TurnOf(conversation), lap, destination[..item.InputTokens]);
    }

    /// <inheritdoc/>
    public override void ReadMessages(in WorkItem item, PromptMessages messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (Content != PromptContent.Messages)
        {
            base.ReadMessages(item, messages);
        }

        Conversation conversation = Read(item.Index);
        messages.Clear();
        if (_warmupCount is null)
        {
            messages.Set(conversation, TurnOf(conversation));
            return;
        }

        // The first message is what a prefix cache begins with: words of its own there, and nothing behind them is found.
        var plain = new PromptMessages();
        plain.Set(conversation, TurnOf(conversation));
        byte[] salt = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Warm-up {item.Index}. "));
        for (int i = 0; i < plain.Messages.Length; i++)
        {
            ChatMessage message = plain.Messages[i];
            messages.Add(i > 0 ? message : message with { Text = (byte[])[.. salt, .. message.Text.Span] });
        }
    }

    private Conversation Read(int index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Request {index} is not in this workload ({Description}).");
        }

        int place = index % _source.Count;
        if (s_last.Source != _source || s_last.Index != place)
        {
            s_last = (_source, place, _source.Read(place));
        }

        return s_last.Conversation!;
    }

    private int TurnOf(Conversation conversation) => _turn == DatasetTurn.First ? 0 : conversation.Turns.Count - 1;
}
