using LoadGen.Results.Rows;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Options;

/// <summary>Results that arguments name.</summary>
internal static class ResultSets
{
    public const string DefaultFolder = "results";

    /// <summary>The rows of all paths that a filter means; what could not be read is said on standard error.</summary>
    public static IReadOnlyList<ResultRow> Read(IEnumerable<string> paths, RowFilter filter)
    {
        var all = new RowReading([], []);
        foreach (string path in paths)
        {
            all = all.With(RowReader.ReadFolder(path));
        }

        foreach (string problem in all.Problems)
        {
            Console.Error.WriteLine("loadgen: " + problem);
        }

        return [.. all.Rows.Where(filter.Matches)];
    }
}
