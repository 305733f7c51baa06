using LoadGen.Reporting.Html.Details;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Html.Judged;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Html;

/// <summary>The details of rows, and the searches that they are steps of: a search is in the report once, however many steps it has.</summary>
internal sealed class ReportDetailsReader
{
    private readonly DetailsCache _cache = new();

    /// <summary>Reads the folders of rows.</summary>
    /// <param name="rows">Rows that have folders.</param>
    /// <param name="folder">The folder that the report lies in.</param>
    public DetailsReading Read(IReadOnlyList<ResultRow> rows, string folder)
    {
        Dictionary<string, string> runs = rows.DistinctBy(row => Path.GetFullPath(row.Folder!)).ToDictionary(row => Path.GetFullPath(row.Folder!), row => row.Id);
        var details = new Dictionary<string, ReportDetails>();
        var searches = new Dictionary<string, ReportSearch>();
        var seen = new HashSet<string>();
        var problems = new List<string>();
        foreach (ResultRow row in rows)
        {
            string? key = SearchReader.FolderOf(Path.GetFullPath(row.Folder!));
            if (key is not null && seen.Add(key))
            {
                (ReportSearch? search, string? problem) = SearchReader.Read(key, runs);
                if (search is not null)
                {
                    searches[key] = search;
                }
                else if (problem is not null)
                {
                    problems.Add(problem);
                }
            }

            // A run that merely lies near a search is no step of it.
            bool isStep = key is not null && searches.TryGetValue(key, out ReportSearch? found) && found.Steps.Any(step => step.Run == row.Id);
            ReportDetails read = _cache.Get(row.Folder!);
            details[row.Id] = isStep ? read with { Search = Path.GetRelativePath(folder, key!) } : read;
        }

        return new DetailsReading(details, searches.ToDictionary(pair => Path.GetRelativePath(folder, pair.Key), pair => pair.Value), problems);
    }
}

/// <summary>What was read.</summary>
/// <param name="Details">By row.</param>
/// <param name="Searches">By folder, relative to the report's.</param>
/// <param name="Problems">Searches that could not be read, one line each.</param>
internal sealed record DetailsReading(IReadOnlyDictionary<string, ReportDetails> Details, IReadOnlyDictionary<string, ReportSearch> Searches, IReadOnlyList<string> Problems);
