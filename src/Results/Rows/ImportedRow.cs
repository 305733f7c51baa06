using LoadGen.Results.Points;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Rows;

/// <summary>What one of the forms yields, before it is checked.</summary>
/// <param name="Identity">What was measured.</param>
/// <param name="Figures">The figures.</param>
/// <param name="Date">When; null where the form does not say.</param>
/// <param name="Url">Where it was published; null where the form does not say.</param>
/// <param name="Notes">What a reader should know.</param>
internal sealed record ImportedRow(
    PointIdentity Identity, IEnumerable<KeyValuePair<string, double>> Figures, DateTimeOffset? Date, string? Url, IReadOnlyList<string> Notes)
{
    // 1000 / (the std of TPOT in ms) is written under this name, and is nobody's standard deviation.
    private const string Meaningless = "std_intvty";

    /// <summary>How well the engine answered.</summary>
    public IReadOnlyList<TaskScore> Scores { get; init; } = [];

    public Dictionary<string, double> Metrics()
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string key, double value) in Figures)
        {
            if (key != Meaningless)
            {
                metrics[key] = value;
            }
        }

        return metrics;
    }
}
