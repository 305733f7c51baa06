namespace LoadGen.Cli.Options;

/// <summary>Everything that is wrong with a command line: all of it is reported, not the first thing only.</summary>
internal sealed class Problems
{
    private readonly List<string> _lines = [];

    public bool Any => _lines.Count > 0;

    public void Add(string line) => _lines.Add(line);

    /// <exception cref="UsageException">There are problems.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new UsageException(_lines);
        }
    }
}
