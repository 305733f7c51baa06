using System.Globalization;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Datasets;

/// <summary>A trace's requests as conversations: those of one session together, every other alone. Kept whole, 28 bytes a request and 8 a hash.</summary>
internal sealed class TraceConversations : ConversationSource
{
    private readonly string _path;
    private readonly TraceRows _rows;
    private readonly DatasetOptions _options;

    // Rows in order of their conversations, and where each conversation begins among them.
    private readonly int[] _order;
    private readonly int[] _starts;

    internal TraceConversations(string path, TraceRows rows, DatasetOptions options, DatasetFacts facts)
    {
        _path = path;
        _rows = rows;
        _options = options;
        Facts = facts;
        (_order, _starts) = Group(rows);
    }

    public override string Name => DatasetFile.NameOf(Facts.Format);

    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Name} dataset {Path.GetFileName(_path)}, {_rows.Count} requests in {Count} conversations{DatasetFile.Describe(_options)}");

    public override DatasetFacts Facts { get; }

    public override int Count => _starts.Length;

    public static TraceConversations Open(string path, FormatFinding finding, DatasetOptions options)
    {
        var bad = new BadRecords(path, options.OnBadLine);
        var traceOptions = new TraceOptions
        {
            Format = finding.Format switch
            {
                DatasetFormat.Mooncake => TraceFormat.Mooncake,
                DatasetFormat.BurstGpt => TraceFormat.BurstGpt,
                _ => TraceFormat.Azure,
            },
            Time = options.Time,
        };
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            TraceRows rows = TraceFile.ReadRows(file, path, traceOptions, line => bad.Add(line.Line, line.Problem), out _);
            var facts = new DatasetFacts
            {
                Format = finding.Format,
                FormatReason = finding.Reason,
                Content = PromptContent.TokenIds,
                BadRecords = bad.Count,
                BadLines = bad.Lines,
                Bytes = file.Length,
            };
            return new TraceConversations(path, rows, options, facts);
        }
        catch (TraceFormatException e)
        {
            throw new DatasetFormatException(path, e.Line, e.Problem);
        }
    }

    internal override Conversation ReadAt(int index, string idSuffix)
    {
        int first = _starts[index];
        int end = index + 1 < _starts.Length ? _starts[index + 1] : _order.Length;
        long startNs = _rows.OffsetsNs[_order[first]];
        var turns = new ConversationTurn[end - first];
        for (int i = 0; i < turns.Length; i++)
        {
            int row = _order[first + i];
            turns[i] = new ConversationTurn
            {
                InputTokens = _rows.InputTokens[row],
                OutputTokens = _rows.OutputTokens[row],
                OffsetNs = _rows.OffsetsNs[row] - startNs,
                DelayNs = i > 0 && _rows.DelaysNs.Length > 0 && _rows.DelaysNs[row] is >= 0 and var delay ? delay : null,
                BlockHashes = _rows.BlockIds.AsMemory(_rows.BlockStarts[row], _rows.BlockCounts[row]),
                BlockTokens = _rows.BlockCounts[row] > 0 ? TraceWorkload.BlockTokens : 0,
            };
        }

        return new Conversation
        {
            Id = index.ToString(CultureInfo.InvariantCulture) + idSuffix,
            Turns = turns,
            StartNs = startNs,
        };
    }

    // Conversations in order of their first request. Stable, so the requests of each stay in order of time.
    private static (int[] Order, int[] Starts) Group(TraceRows rows)
    {
        if (rows.Sessions.Length == 0)
        {
            int[] all = [.. Enumerable.Range(0, rows.Count)];
            return (all, all);
        }

        var conversationOf = new int[rows.Count];
        var numbers = new Dictionary<long, int>();
        int count = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            long session = rows.Sessions[row];
            conversationOf[row] = session == 0 ? count++ : numbers.TryGetValue(session, out int known) ? known : numbers[session] = count++;
        }

        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(row => conversationOf[row])];
        int[] starts = [.. Enumerable.Range(0, rows.Count).Where(i => i == 0 || conversationOf[order[i]] != conversationOf[order[i - 1]])];
        return (order, starts);
    }
}
