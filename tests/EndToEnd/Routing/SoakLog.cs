using System.Text.Json;

namespace LoadGen.EndToEnd.Routing;

/// <summary>The router's access log, beside what the clients saw.</summary>
internal sealed class SoakLog
{
    private readonly ILookup<string, (int Status, string Outcome)> _lines;

    private SoakLog(ILookup<string, (int Status, string Outcome)> lines) => _lines = lines;

    public int Count => _lines.Sum(lines => lines.Count());

    public static SoakLog Read(string path) => new(File.ReadLines(path).Select(line =>
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return (Id: root.GetProperty("request_id").GetString()!, Status: root.GetProperty("status").GetInt32(), Outcome: root.GetProperty("outcome").GetString()!);
    }).ToLookup(line => line.Id, line => (line.Status, line.Outcome)));

    public int CountOf(string outcome) => _lines.Sum(lines => lines.Count(line => line.Outcome == outcome));

    /// <summary>What the log says otherwise than the clients.</summary>
    public IEnumerable<string> Differences(IReadOnlyCollection<SoakAnswer> answers)
    {
        foreach (SoakAnswer answer in answers)
        {
            (int Status, string Outcome)[] lines = [.. _lines[answer.Id]];
            if (lines.Length > 1 || (lines.Length == 0 && answer.End != SoakEnd.Abandoned))
            {
                yield return $"{answer} has {lines.Length} lines in the log";
            }
            else if (lines.Length == 1 && !Agree(answer, lines[0].Status, lines[0].Outcome))
            {
                yield return $"{answer} is {lines[0].Status} {lines[0].Outcome} in the log";
            }
        }

        var asked = answers.Select(answer => answer.Id).ToHashSet(StringComparer.Ordinal);
        foreach (IGrouping<string, (int Status, string Outcome)> stranger in _lines.Where(lines => !asked.Contains(lines.Key)))
        {
            yield return $"{stranger.Key} is in the log, and nobody asked that";
        }
    }

    private static bool Agree(SoakAnswer answer, int status, string outcome) => answer.End switch
    {
        SoakEnd.Completed => status == answer.Status && outcome == "completed",
        SoakEnd.Refused => status == answer.Status && outcome is not ("completed" or "client_gone" or "broken_stream" or "router_defect"),

        // An engine's own error event is a part of its answer.
        SoakEnd.Broken => status == answer.Status && (outcome == "broken_stream" || (outcome == "completed" && answer.Fault == "error:2")),
        SoakEnd.Abandoned => outcome != "router_defect",
        _ => false,
    };
}
