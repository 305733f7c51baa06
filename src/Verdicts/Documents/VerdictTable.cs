using System.Globalization;

namespace LoadGen.Verdicts.Documents;

/// <summary>Writes a verdict for a terminal.</summary>
public static class VerdictTable
{
    private const int WorstShown = 3;

    /// <summary>Writes it.</summary>
    public static void Write(VerdictDocument document, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);

        // Only what is borne out is sure of anything.
        string sure = document.Verdict is Verdict.Pass or Verdict.Fail ? $" ({Percent(document.Confidence)} confidence)" : "";
        output.Write($"{document.Sla}: {Word(document.Verdict).ToUpperInvariant()}{sure}: {document.Reason}\n");
        int nameWidth = document.Objectives.Max(objective => objective.Name.Length);
        int seenWidth = document.Objectives.Max(objective => Seen(objective).Length);
        foreach (ObjectiveVerdict objective in document.Objectives)
        {
            output.Write($"  {Short(objective.Verdict),-4}  {objective.Name.PadRight(nameWidth)}  {Seen(objective).PadRight(seenWidth)}  {objective.Reason}\n");
        }

        output.Write($"  judged {Count(document.Requests.Judged)} of {Count(document.Requests.Seen)} requests{LeftOut(document.Requests)}{(document.StoppedEarly ? "; certain before the run's end" : "")}\n");
        if (document.Goodput is { Share: { } share } goodput)
        {
            string rate = goodput.RequestsPerS is { } perS ? string.Create(CultureInfo.InvariantCulture, $", {perS:0.##} a second") : "";
            output.Write($"  goodput: {Count(goodput.Good)} requests met every objective, {Percent(share)}{rate}\n");
        }

        WorstRequest[] worst = [.. document.Worst.Where(request => request.Objective is not null).Take(WorstShown)];
        if (worst.Length > 0)
        {
            output.Write($"  worst requests: {string.Join(", ", worst.Select(Text))}\n");
        }

        foreach (string line in (IEnumerable<string>)[.. document.InvalidReasons, .. document.Notes])
        {
            output.Write($"  note: {line}\n");
        }
    }

    /// <summary>A verdict in words.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.Invalid => "invalid",
        _ => "not enough evidence",
    };

    private static string Short(Verdict verdict) => verdict == Verdict.NotEnoughEvidence ? "?" : Word(verdict);

    private static string Seen(ObjectiveVerdict objective) => objective.Seen is not { } seen ? "-" : objective.Unit switch
    {
        "ms" => string.Create(CultureInfo.InvariantCulture, $"{seen:0.0} ms"),
        "share" => Percent(seen),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seen:0.0} {objective.Unit}"),
    };

    private static string LeftOut(RequestCounts counts)
    {
        (int Count, string Why)[] all =
        [
            (counts.Ramp, "before steady state"), (counts.Warmup, "warm-up"), (counts.Drain, "after steady state"), (counts.Unsent, "never sent"),
            (counts.AfterCut, "due after the run was cut short"), (counts.AfterVerdict, "after the verdict was certain"),
        ];
        string[] parts = [.. all.Where(part => part.Count > 0).Select(part => $"{Count(part.Count)} {part.Why}")];
        return parts.Length == 0 ? "" : $"; left out: {string.Join(", ", parts)}";
    }

    private static string Text(WorstRequest request) => request.Excess is { } excess
        ? string.Create(CultureInfo.InvariantCulture, $"{request.Index} ({excess:0.00} × the bound of {request.Objective})")
        : $"{request.Index} ({request.Outcome})";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.###}%");

    private static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
