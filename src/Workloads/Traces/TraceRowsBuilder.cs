using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Traces;

/// <summary>Collects a trace's requests as they stand in the file, then puts them in order of time.</summary>
internal sealed class TraceRowsBuilder
{
    private readonly List<long> _timesNs = [];
    private readonly List<int> _inputTokens = [];
    private readonly List<int> _outputTokens = [];
    private readonly List<int> _blockStarts = [];
    private readonly List<int> _blockCounts = [];
    private readonly List<long> _blockIds = [];
    private readonly List<long> _sessions = [];
    private readonly List<long> _delaysNs = [];
    private readonly Dictionary<long, long> _lastTimeNsOf = [];
    private bool _hasSessions;
    private bool _hasDelays;
    private int _blocksKept;

    public int Count => _timesNs.Count;

    /// <summary>A block hash of the request that the next <see cref="Add"/> completes.</summary>
    public void AddBlock(long id) => _blockIds.Add(id);

    /// <summary>Forgets the block hashes since the last <see cref="Add"/>.</summary>
    public void DropBlocks() => _blockIds.RemoveRange(_blocksKept, _blockIds.Count - _blocksKept);

    /// <summary>When a session's request before this one came; false for its first.</summary>
    public bool TryGetLastTime(long session, out long timeNs) => _lastTimeNsOf.TryGetValue(session, out timeNs);

    public void Add(long timeNs, int inputTokens, int outputTokens, long session = 0, long delayNs = -1)
    {
        if (session != 0)
        {
            _lastTimeNsOf[session] = timeNs;
        }

        _hasDelays |= delayNs >= 0;
        _delaysNs.Add(delayNs);
        _timesNs.Add(timeNs);
        _inputTokens.Add(inputTokens);
        _outputTokens.Add(outputTokens);
        _hasSessions |= session != 0;
        _sessions.Add(session);
        _blockStarts.Add(_blocksKept);
        _blockCounts.Add(_blockIds.Count - _blocksKept);
        _blocksKept = _blockIds.Count;
    }

    /// <summary>
    /// The requests by time, those of one time in the file's order, as offsets from the earliest on the scale
    /// <paramref name="time"/>. Traces merged from several machines are out of order by a little.
    /// </summary>
    public TraceRows Build(TimeScale time)
    {
        // LINQ's ordering is stable, and on input already in order nearly free.
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(i => _timesNs[i])];
        long first = _timesNs[order[0]];
        return new TraceRows
        {
            OffsetsNs = [.. order.Select(i => time.Offset(_timesNs[i] - first))],
            InputTokens = [.. order.Select(i => _inputTokens[i])],
            OutputTokens = [.. order.Select(i => _outputTokens[i])],
            BlockStarts = [.. order.Select(i => _blockStarts[i])],
            BlockCounts = [.. order.Select(i => _blockCounts[i])],
            BlockIds = [.. _blockIds],
            DelaysNs = _hasDelays ? [.. order.Select(i => _delaysNs[i] < 0 ? -1 : time.Gap(_delaysNs[i]))] : [],
            Sessions = _hasSessions ? [.. order.Select(i => _sessions[i])] : [],
        };
    }
}
