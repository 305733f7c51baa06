using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Datasets;

/// <summary>
/// Another source's conversations in an order that the seed fixes, so many of them, so many times. The order is computed index by
/// index: no list of it is held.
/// </summary>
internal sealed class SampledConversations : ConversationSource
{
    private readonly ConversationSource _source;
    private readonly DatasetOptions _options;
    private readonly int _size;

    private SampledConversations(ConversationSource source, DatasetOptions options)
    {
        _source = source;
        _options = options;
        _size = Math.Min(options.Limit ?? int.MaxValue, source.Count);
        long count = (long)_size * (options.Repeat == DatasetOptions.WithoutEnd ? int.MaxValue / _size : options.Repeat);
        if (count > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Repeat, $"{_size} conversations repeated {options.Repeat} times are more than {int.MaxValue}.");
        }

        Count = (int)count;
    }

    public override string Name => _source.Name;

    public override string Description => $"{_source.Description}{(_size < _source.Count ? $", {_size} drawn" : "")}";

    public override DatasetFacts Facts => _source.Facts;

    public override int Count { get; }

    /// <summary>The source itself where the options ask for nothing more than it gives.</summary>
    public static ConversationSource Of(ConversationSource source, DatasetOptions options) =>
        options is { Shuffle: false, Repeat: 1 } && (options.Limit ?? int.MaxValue) >= source.Count ? source : new SampledConversations(source, options);

    internal override Conversation ReadAt(int index, string idSuffix)
    {
        (int lap, int place) = Math.DivRem(index, _size);
        if (_options.Shuffle)
        {
            // Each lap puts the same drawn conversations in an order of its own.
            place = lap == 0 ? place : new IndexPermutation(_size, _options.Seed, lap)[place];
            place = new IndexPermutation(_source.Count, _options.Seed)[place];
        }

        return lap == 0 ? _source.ReadAt(place, idSuffix) : Later(_source.ReadAt(place, $"~{lap}{idSuffix}"));
    }

    protected override void Dispose(bool disposing)
    {
        _source.Dispose();
        base.Dispose(disposing);
    }

    // A recorded start belongs to the first lap: the second would begin in the midst of it.
    private static Conversation Later(Conversation conversation) => new()
    {
        Id = conversation.Id,
        Group = conversation.Group,
        Turns = conversation.Turns,
        ToolsJson = conversation.ToolsJson,
    };
}
