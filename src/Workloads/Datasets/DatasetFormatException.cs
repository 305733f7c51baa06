using System.Globalization;

namespace LoadGen.Workloads.Datasets;

/// <summary>A dataset that cannot be read. The message is one line, <c>FILE:LINE: what was found; what would be right</c>.</summary>
public sealed class DatasetFormatException : FormatException
{
    /// <summary>Names the place and the problem.</summary>
    public DatasetFormatException(string fileName, long line, string problem)
        : base(string.Create(CultureInfo.InvariantCulture, $"{fileName}:{line}: {problem}"))
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

/// <summary>A record that was left out.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Problem">What was found, and what would be right.</param>
public readonly record struct BadLine(long Line, string Problem);
