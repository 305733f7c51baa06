using LoadGen.Histograms;
using LoadGen.Workloads.Datasets.Reuse;

namespace LoadGen.Workloads.Datasets.Inspection;

/// <summary>What a dataset holds.</summary>
public sealed record DatasetReport
{
    /// <summary>What reading it found.</summary>
    public required DatasetFacts Facts { get; init; }

    /// <summary>One line of all that fixes the conversations.</summary>
    public required string Description { get; init; }

    /// <summary>Conversations.</summary>
    public required int Conversations { get; init; }

    /// <summary>Turns: requests to be made.</summary>
    public required long Turns { get; init; }

    /// <summary>Different groups (tenants, languages, sessions that spawned others).</summary>
    public required int Groups { get; init; }

    /// <summary>Conversations with tools.</summary>
    public required int WithTools { get; init; }

    /// <summary>Turns with a recorded answer.</summary>
    public required long RecordedAnswers { get; init; }

    /// <summary>Tokens of each turn's whole prompt, recorded answers in its history.</summary>
    public required LengthSummary InputTokens { get; init; }

    /// <summary>Output tokens of the turns of which they are known.</summary>
    public required LengthSummary OutputTokens { get; init; }

    /// <summary>Characters of each turn's whole prompt; empty without text.</summary>
    public required LengthSummary InputCharacters { get; init; }

    /// <summary>Turns of each conversation.</summary>
    public required LengthSummary TurnsPerConversation { get; init; }

    /// <summary>Ms between the end of a turn and the next, of the turns that say so.</summary>
    public required LengthSummary GapsMs { get; init; }

    /// <summary>Ms between the starts of one conversation and the next, where the dataset says when they begin.</summary>
    public required LengthSummary StartGapsMs { get; init; }

    /// <summary>The last recorded start of a turn in s after the first; null where the dataset does not say.</summary>
    public double? DurationS { get; init; }

    /// <summary>What caches of prompts would find; null where nothing is known of what prompts share.</summary>
    public PrefixCacheResult? Cache { get; init; }

    /// <summary>Hit blocks and blocks of first turns, and of later ones.</summary>
    public required TurnReuse FirstTurns { get; init; }

    /// <summary>Hit blocks and blocks of later turns.</summary>
    public required TurnReuse LaterTurns { get; init; }

    /// <summary>Conversations that are live at once in the order of the cache; null where the dataset says when they begin.</summary>
    public int? LiveSessions { get; init; }
}

/// <summary>Blocks that came, and those that a cache without bounds had.</summary>
/// <param name="Blocks">Blocks.</param>
/// <param name="HitBlocks">Those that it had.</param>
public readonly record struct TurnReuse(long Blocks, long HitBlocks);

/// <summary>Where lengths come from.</summary>
public enum LengthBasis
{
    /// <summary>The dataset says them.</summary>
    Recorded,

    /// <summary>A tokenizer counted them.</summary>
    Counted,

    /// <summary>Characters / 4.</summary>
    Estimated,

    /// <summary>Some are recorded, and some are not.</summary>
    Mixed,
}

/// <summary>A distribution of whole numbers, exact to three digits.</summary>
public sealed class LengthSummary
{
    private bool _isRecorded;
    private bool _isOther;
    private readonly LengthBasis _other;

    internal LengthSummary(LengthBasis other = LengthBasis.Recorded)
    {
        _other = other;
    }

    /// <summary>The numbers.</summary>
    public HdrHistogram Values { get; } = new(1, 1L << 42, 3);

    /// <summary>Their sum, exact.</summary>
    public long Sum { get; private set; }

    /// <summary>Where they come from.</summary>
    public LengthBasis Basis => _isRecorded && _isOther ? LengthBasis.Mixed : _isOther ? _other : LengthBasis.Recorded;

    internal void Add(long value, bool isRecorded = true)
    {
        Values.Record(value);
        Sum += value;
        _isRecorded |= isRecorded;
        _isOther |= !isRecorded;
    }
}
