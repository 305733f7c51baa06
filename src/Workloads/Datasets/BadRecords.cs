namespace LoadGen.Workloads.Datasets;

/// <summary>What becomes of malformed records: the end, or a count and a list of the first ones.</summary>
internal sealed class BadRecords(string path, OnBadLine onBadLine)
{
    // Enough to see what is wrong with a file; the count says how often.
    private const int MostListed = 20;

    private readonly List<BadLine> _lines = [];

    public long Count { get; private set; }

    public IReadOnlyList<BadLine> Lines => _lines;

    public void Add(long line, string problem)
    {
        if (onBadLine == OnBadLine.Stop)
        {
            throw new DatasetFormatException(path, line, problem);
        }

        Count++;
        if (_lines.Count < MostListed)
        {
            _lines.Add(new BadLine(path, line, problem));
        }
    }
}
