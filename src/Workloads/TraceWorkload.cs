using System.Globalization;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads;

/// <summary>
/// Requests as a trace recorded them: times, lengths and, where the trace has block hashes, prefixes that are really shared. The
/// trace holds no text: a block's ids are made from its hash, so two prompts have as many leading tokens in common as they have
/// leading hashes. What no hash covers is the request's own.
/// </summary>
public sealed class TraceWorkload : Workload
{
    /// <summary>Tokens a block hash of Mooncake's traces stands for.</summary>
    public const int BlockTokens = 512;

    private readonly TraceFormat _format;
    private readonly string _fileName;
    private readonly TraceRows _rows;
    private readonly TraceOptions _options;
    private readonly TokenIdRange _ids;
    private readonly TokenStreams _streams;
    private readonly int _count;

    internal TraceWorkload(TraceFormat format, string fileName, TraceRows rows, TraceOptions options, int? warmupCount = null)
    {
        _format = format;
        _fileName = fileName;
        _rows = rows;
        _options = options;
        _ids = TokenIdRange.Of(options.VocabularySize, options.FirstTokenId);
        _streams = new TokenStreams(options.Seed, _ids);
        _count = warmupCount ?? rows.Count;
        IsWarmup = warmupCount is not null;
    }

    /// <inheritdoc/>
    public override string Name => _format switch
    {
        TraceFormat.Mooncake => "mooncake",
        TraceFormat.BurstGpt => "burstgpt",
        _ => "azure",
    };

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} trace{(IsWarmup ? " warm-up" : "")} {_fileName}, {_count} requests{(IsWarmup ? "" : $" in {DurationNs / 1e9:0.###} s, speed {Speed}")}, {_ids}, seed {_options.Seed}");

    /// <inheritdoc/>
    public override int? Count => _count;

    /// <summary>The format the trace was read as.</summary>
    public TraceFormat Format => _format;

    /// <summary>How many times faster than recorded it is replayed.</summary>
    public double Speed => _options.Speed;

    /// <summary>When the last request is due, in ns after the run's start.</summary>
    public long DurationNs => _rows.OffsetsNs[^1];

    /// <summary>Whether these are warm-up requests, which are due at no particular time.</summary>
    public bool IsWarmup { get; }

    /// <inheritdoc/>
    public override WorkItem this[int index]
    {
        get
        {
            int row = RowOf(index, out _);
            return new WorkItem(index, _rows.InputTokens[row], _rows.OutputTokens[row], IsWarmup ? -1 : _rows.OffsetsNs[row]);
        }
    }

    /// <summary>
    /// Prompts to warm the engine up with: the trace's first <paramref name="count"/> lengths and shared prefixes, from the start
    /// again after its end, in ids from other streams, so that nothing measured is found in a prefix cache.
    /// </summary>
    public TraceWorkload ForWarmup(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new TraceWorkload(_format, _fileName, _rows, _options, count);
    }

    /// <inheritdoc/>
    public override void WriteTokenIds(in WorkItem item, Span<int> destination)
    {
        int row = RowOf(item.Index, out int lap);
        Span<int> rest = destination[..item.InputTokens];
        foreach (long hash in _rows.BlocksOf(row))
        {
            Span<int> block = rest[..Math.Min(BlockTokens, rest.Length)];
            _streams.WriteBlock(hash, lap, block);
            rest = rest[block.Length..];
        }

        _streams.WriteOwn(row, lap, rest);
    }

    // Laps tell the measured ids (0) from the warm-up's (1 and on), and one round of the warm-up from the next.
    private int RowOf(int index, out int lap)
    {
        if (index < 0 || index >= _count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Request {index} is not in this workload ({Description}).");
        }

        (int laps, int row) = Math.DivRem(index, _rows.Count);
        lap = IsWarmup ? laps + 1 : 0;
        return row;
    }
}
