namespace LoadGen.Workloads;

/// <summary>A trace that cannot be read. The message is one line, <c>FILE:LINE: what was found; what would be right</c>.</summary>
public sealed class TraceFormatException : FormatException
{
    /// <summary>Names the place and the problem.</summary>
    public TraceFormatException(string fileName, int line, string problem)
        : base($"{fileName}:{line}: {problem}")
    {
        FileName = fileName;
        Line = line;
        Problem = problem;
    }

    /// <summary>What was found, and what would be right.</summary>
    public string Problem { get; }

    /// <summary>The trace, as the user named it.</summary>
    public string FileName { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }
}
