using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Tests.Html.Support;

/// <summary>The folder of a search by rate with three steps, and a fourth whose run is gone.</summary>
internal sealed class SearchFolderFor : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("loadgen-search-").FullName;

    public SearchFolderFor() => Write("""
        {
          "schema": "loadgen.search", "schema_version": 1, "question": { "sla": "a promise", "variable": "rate", "precision": 0.05 }, "highest_pass": 8, "lowest_fail": 9, "estimate": 8.49, "end": "exact",
          "steps": [
            { "level": 8, "repeat": 0, "verdict": "pass", "reason": "all 2 objectives hold", "requests": 900, "goodput_rps": 7.75, "folder": "steps/0" },
            { "level": 16, "repeat": 0, "verdict": "fail", "reason": "1 of 2 objectives is broken", "requests": 400, "goodput_rps": 3.5, "folder": "steps/1" },
            { "level": 9, "repeat": 0, "verdict": "fail", "reason": "1 of 2 objectives is broken", "requests": 1900, "goodput_rps": 8.25, "folder": "steps/2" },
            { "level": 8.5, "repeat": 0, "verdict": "uncertain", "reason": "chance could be why", "requests": 0, "goodput_rps": null, "folder": "steps/gone" }
          ]
        }
        """);

    /// <summary>The rows of its steps.</summary>
    public IReadOnlyList<ResultRow> Rows() =>
        [.. Enumerable.Range(0, 3).Select(i => ReportRowsFor.One($"step-{i}", concurrency: i + 1, folder: Step($"{i}")))];

    /// <summary>A folder beside those of its steps.</summary>
    public string Step(string name) => Directory.CreateDirectory(Path.Combine(_path, "steps", name)).FullName;

    /// <summary>Writes another document in place of its own.</summary>
    public void Write(string text) => File.WriteAllText(Path.Combine(_path, "search.json"), text);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
