using System.Globalization;

namespace LoadGen.Workloads.Datasets;

/// <summary>A line of a file that holds no record or question, or not a good one.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">The line, from 1; of a record over several lines the first.</param>
/// <param name="Problem">What was found, and what would be right.</param>
public readonly record struct BadLine(string File, long Line, string Problem)
{
    /// <summary><c>FILE:LINE: PROBLEM</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Problem}");
}
