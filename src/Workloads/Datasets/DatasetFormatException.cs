namespace LoadGen.Workloads.Datasets;

/// <summary>A dataset that cannot be read. The message is one line, <c>FILE:LINE: what was found; what would be right</c>.</summary>
public sealed class DatasetFormatException : FormatException
{
    /// <summary>Names the place and the problem.</summary>
    public DatasetFormatException(string fileName, long line, string problem)
        : base(new BadLine(fileName, line, problem).ToString())
    {
        FileName = fileName;
        Line = line;
        Problem = problem;
    }

    /// <summary>The dataset, as the user named it.</summary>
    public string FileName { get; }

    /// <summary>The line, from 1; of a record over several lines the first.</summary>
    public long Line { get; }

    /// <summary>What was found, and what would be right.</summary>
    public string Problem { get; }
}
