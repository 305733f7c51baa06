using LoadGen.Workloads.Datasets.Formats;

namespace LoadGen.Workloads.Datasets.Reading;

/// <summary>The one pass over a file that checks its records and notes where conversations stand.</summary>
internal sealed class IndexPass(string path, ConversationParser parser, DatasetOptions options)
{
    private readonly BadRecords _bad = new(path, options.OnBadLine);
    private readonly ConversationBuilder _builder = new();
    private PromptContent? _content;
    private long _empty;

    public RecordIndex Index { get; } = new();

    /// <summary>Reads to the end, or to the limit where nothing behind it could be drawn.</summary>
    public void Run(RecordReader records)
    {
        int most = options is { Limit: { } limit, Shuffle: false } ? limit : int.MaxValue;
        string? problem = null;
        while (Index.Count < most && records.TryRead(out ReadOnlySpan<byte> record, ref problem))
        {
            string? wrong = parser.Read(record, _builder) ?? ContentProblem();
            if (wrong is not null)
            {
                _bad.Add(records.Line, wrong);
            }
            else
            {
                Add(records.Offset, record.Length, most);
            }
        }

        // After this nothing can be read, so it cannot be left out.
        if (problem is not null || Index.Count == 0)
        {
            throw new DatasetFormatException(path, records.Line, problem ?? $"the dataset ends without a conversation{Why()}; it must hold at least one");
        }
    }

    public DatasetFacts Facts(FormatFinding finding, long bytes) => new()
    {
        Format = finding.Format,
        FormatReason = finding.Reason,
        Content = _content!.Value,
        EmptyRecords = _empty,
        BadRecords = _bad.Count,
        BadLines = _bad.Lines,
        Bytes = bytes,
    };

    private void Add(long offset, int length, int most)
    {
        int before = Index.Count;
        if (_builder.TurnCount > 0)
        {
            Index.Add(new RecordPlace(offset, length, 0));
        }

        for (int part = 1; part < _builder.Parts && Index.Count < most; part++)
        {
            Index.Add(new RecordPlace(offset, length, part));
        }

        _empty += Index.Count == before ? 1 : 0;
    }

    private string? ContentProblem()
    {
        if (_builder.TurnCount == 0 && _builder.Parts == 1)
        {
            return null;
        }

        _content ??= _builder.Content;
        return _builder.Content == _content
            ? null
            : $"turns {(_content == PromptContent.Messages ? "without text after records with" : "with text after records without")} it; a dataset has one or the other";
    }

    private string Why() => _bad.Count + _empty == 0 ? "" : $" ({_bad.Count} malformed records, {_empty} without a request)";
}
