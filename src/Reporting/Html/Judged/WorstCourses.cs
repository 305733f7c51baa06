using System.Text.Json;
using LoadGen.Measurement.Timelines;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Reporting.Html.Judged;

/// <summary>The course of the requests that a verdict names as its worst, from their records.</summary>
/// <param name="worst">Those that it names, worst first.</param>
internal sealed class WorstCourses(IReadOnlyList<WorstRequest> worst)
{
    // An error is a line; what an endpoint sent as one may be a page.
    private const int ErrorMax = 300;

    private readonly Dictionary<int, WorstRequest> _wanted = worst.DistinctBy(request => request.Index).ToDictionary(request => request.Index);
    private readonly Dictionary<int, ReportWorstRequest> _found = [];

    /// <summary>Takes a record, if it is of one of them.</summary>
    /// <param name="request">The record, read.</param>
    /// <param name="line">The record.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public void Add(in Observation request, ReadOnlyMemory<byte> line)
    {
        // Of a verdict on several measurements together, the records beside it are another's with the same indices.
        if (!_wanted.TryGetValue(request.Index, out WorstRequest? wanted) || wanted.Outcome != Outcomes.Name(request.Outcome) || !(wanted.SendS ?? double.NaN).Equals(request.SendS))
        {
            return;
        }

        using JsonDocument record = JsonDocument.Parse(line);
        double lastedMs = 1000 * (request.EndS - request.SendS);
        _found[request.Index] = new ReportWorstRequest
        {
            Index = request.Index,
            Session = Text(record.RootElement, "session"),
            Turn = request.Turn,
            IntendedS = ReportFigures.Rounded(request.IntendedS) ?? 0,
            SendS = ReportFigures.Rounded(request.SendS),
            LastedMs = ReportFigures.Rounded(lastedMs),
            TtftMs = ReportFigures.Rounded(request.TtftMs),
            ItlMaxMs = ReportFigures.Rounded(request.ItlMaxMs),
            TpotMs = ReportFigures.Rounded(request.TpotMs),
            InputTokens = request.InputTokens,
            OutputTokens = request.OutputTokens,
            Error = Text(record.RootElement, "error"),
        };
    }

    /// <summary>Those that were found, worst first.</summary>
    public IReadOnlyList<ReportWorstRequest> Found() => [.. worst.Where(request => _found.ContainsKey(request.Index)).Select(request => _found[request.Index])];

    private static string? Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text
            ? text.Length > ErrorMax ? text[..ErrorMax] + "…" : text
            : null;
}
