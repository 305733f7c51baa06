using System.Globalization;

namespace LoadGen.Verdicts.Searching;

/// <summary>A search in words and a table.</summary>
public static class SearchTable
{
    /// <summary>The lines.</summary>
    /// <param name="document">The search.</param>
    public static IEnumerable<string> Lines(SearchDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        string unit = Unit(document);
        yield return string.Create(CultureInfo.InvariantCulture, $"{"step",4}  {document.Question.Variable,12}  {"verdict",-9}  {"requests",8}  {"goodput/s",9}  {"time",6}  reason");
        int number = 0;
        foreach (LevelMeasurement step in document.Steps)
        {
            number++;
            string goodput = step.GoodputRps is { } rps ? rps.ToString("0.##", CultureInfo.InvariantCulture) : "–";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{number,4}  {step.Level,12}  {Name(step.Verdict),-9}  {step.Requests,8}  {goodput,9}  {step.SpentS,5:0}s  {step.Reason}");
        }

        yield return "";
        yield return Summary(document, unit);
    }

    /// <summary>What was found, in a line.</summary>
    /// <param name="document">The search.</param>
    public static string Summary(SearchDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Summary(document, Unit(document));
    }

    private static string Unit(SearchDocument document) => document.Question.Variable == "rate" ? "requests/s" : "requests at once";

    private static string Name(LevelVerdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string Summary(SearchDocument document, string unit)
    {
        string sla = document.Question.Sla;
        string goodput = document.GoodputRps is { } rps ? string.Create(CultureInfo.InvariantCulture, $"; goodput there {rps:0.##} requests/s") : "";
        string found = (document.HighestPass, document.LowestFail) switch
        {
            ({ } pass, { } fail) => string.Create(CultureInfo.InvariantCulture, $"{sla} holds up to {pass} {unit} and no longer at {fail} (estimate {document.Estimate:G6}){goodput}"),
            ({ } pass, null) => string.Create(CultureInfo.InvariantCulture, $"{sla} holds up to {pass} {unit} at least{goodput}"),
            (null, { } fail) => string.Create(CultureInfo.InvariantCulture, $"{sla} does not hold at {fail} {unit}, and at no lower level that was measured"),
            _ => $"at no level could be told whether {sla} holds",
        };
        return document.End switch
        {
            SearchEnd.UnderWay => found + "; the search is not over",
            SearchEnd.Uncertain => found + "; between lie levels that stayed uncertain: a longer load says more of each",
            SearchEnd.OutOfTime => found + "; the time was spent before the ends were as close as asked for",
            SearchEnd.ClientBound => found + "; at the last level this client was the bottleneck, not the endpoint",
            _ => found,
        };
    }
}
