namespace LoadGen.Cli;

/// <summary>The command line or a file it names cannot be used. Each problem is one line: what, where, what would be right.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    public UsageException(string problem)
        : this([problem])
    {
    }

    public IReadOnlyList<string> Problems { get; }
}
