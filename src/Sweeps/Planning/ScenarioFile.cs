using LoadGen.Sweeps.Settings;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Sweeps.Planning;

/// <summary>The file that a scenario's requests come from.</summary>
/// <param name="Kind">What it is, which is also bench's option for it: <c>trace</c>, <c>dataset</c> or <c>sessions</c>.</param>
/// <param name="Path">Where it is.</param>
internal sealed record ScenarioFile(string Kind, string Path)
{
    /// <summary>A trace says when its requests are due, and so how many there are.</summary>
    public bool IsTrace => Kind == "trace";

    /// <summary>Conversations that a dataset holds; 0 of a trace.</summary>
    public int Conversations { get; private init; }

    /// <summary>That of a scenario; null where it has lengths alone. A dataset is read once, and checked.</summary>
    /// <param name="scenario">The scenario, checked: it has one file at most.</param>
    /// <param name="folder">What its path is relative to.</param>
    /// <exception cref="ArgumentException">The dataset cannot be read; names no parameter.</exception>
    public static ScenarioFile? Of(ScenarioSection scenario, string folder) => scenario switch
    {
        { Trace: { } trace } => new("trace", System.IO.Path.GetFullPath(trace, folder)),
        { Dataset: { } dataset } => OfDataset("dataset", System.IO.Path.GetFullPath(dataset, folder), scenario),
        { Sessions: { } sessions } => OfDataset("sessions", System.IO.Path.GetFullPath(sessions, folder), scenario),
        _ => null,
    };

    /// <summary>How often a dataset is to be taken for so many requests, one of each conversation; null where once will do.</summary>
    public int? RepeatsFor(int? requests) => Kind == "dataset" && requests > Conversations ? (requests.Value + Conversations - 1) / Conversations : null;

    private static ScenarioFile OfDataset(string kind, string path, ScenarioSection scenario)
    {
        try
        {
            using ConversationSource source = DatasetFile.Open(
                path, new DatasetOptions { Format = DatasetFile.FormatOf(scenario.DatasetFormat ?? "auto"), Limit = scenario.DatasetLimit });
            return new ScenarioFile(kind, path) { Conversations = source.Count };
        }
        catch (Exception e) when (e is DatasetFormatException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{kind}: {e.Message}", e);
        }
    }
}
