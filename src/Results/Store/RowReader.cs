using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Store;

/// <summary>
/// Reads results where they lie: the folders are the truth, and there is no index that could disagree with them. Every folder with a
/// <c>result.json</c> is a run; a run's <c>evals/</c> is part of its row; <c>imported/</c> has rows of others; what a sweep tried and did not finish
/// (<c>attempts/</c>) is no result.
/// </summary>
public static class RowReader
{
    /// <summary>The folder that <see cref="Importer"/> puts rows of others into.</summary>
    public const string ImportedFolder = "imported";

    private const string AttemptsFolder = "attempts";

    private static readonly EnumerationOptions s_below = new()
    {
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MaxRecursionDepth = 0,
    };

    /// <summary>Reads all rows in a folder and below it, by date; a file is read as rows of others.</summary>
    /// <param name="path">A results folder, a sweep's, a run's; or a file of rows.</param>
    /// <exception cref="ResultsException">There is no such path.</exception>
    public static RowReading ReadFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return InferenceXRows.Read(path);
        }

        if (!Directory.Exists(path))
        {
            throw new ResultsException($"{path} does not exist; accepted: a folder of results, or a file of InferenceX's rows");
        }

        var rows = new List<ResultRow>();
        var problems = new List<string>();
        Walk(Path.GetFullPath(path), rows, problems);
        return new RowReading([.. ScoreJoin.Join(rows).DistinctBy(row => row.Id).OrderBy(row => row.MeasuredAt).ThenBy(row => row.Id, StringComparer.Ordinal)], problems);
    }

    private static void Walk(string folder, List<ResultRow> rows, List<string> problems)
    {
        bool isRun = File.Exists(Path.Combine(folder, RunFiles.Result));
        if (isRun)
        {
            try
            {
                rows.Add(RunRow.Read(folder));
            }
            catch (ResultsException e)
            {
                problems.Add(e.Message);
            }
        }
        else if (File.Exists(Path.Combine(folder, PointDocument.FileName)))
        {
            problems.Add($"{folder}: {PointDocument.FileName} without {RunFiles.Result}: no finished run");
        }

        string[] below = Directory.GetDirectories(folder, "*", s_below);
        Array.Sort(below, StringComparer.Ordinal);
        foreach (string child in below)
        {
            string name = Path.GetFileName(child);
            if (name == ImportedFolder)
            {
                RowReading imported = InferenceXRows.Read(child);
                rows.AddRange(imported.Rows);
                problems.AddRange(imported.Problems);
            }
            else if (name != AttemptsFolder && !(isRun && name == RunScores.Folder))
            {
                Walk(child, rows, problems);
            }
        }
    }
}
