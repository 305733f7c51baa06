using System.Globalization;
using LoadGen.Evaluation.Figures;
using LoadGen.Evaluation.Results;

namespace LoadGen.Evaluation.Showing;

/// <summary>Writes how two evaluations differ.</summary>
public static class ComparisonTable
{
    /// <summary>Writes it.</summary>
    public static void Write(EvaluationComparison comparison, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(output);
        PairedDifference difference = comparison.Difference;
        output.Write($"before      {Side(comparison.Before)}\n");
        output.Write($"after       {Side(comparison.After)}\n");
        output.Write(string.Create(CultureInfo.InvariantCulture,
            $"difference  {Percent.Points(difference.Difference)} points ({Percent.Points(difference.Interval.Low)} to {Percent.Points(difference.Interval.High)}) over {difference.Questions} questions asked of both\n"));
        output.Write(string.Create(CultureInfo.InvariantCulture,
            $"pairs       {difference.Better} better, {difference.Worse} worse, {difference.Questions - difference.Better - difference.Worse} alike; p = {PValue(difference.PValue)} (exact McNemar, two-sided)\n"));
        if (comparison.Unpaired > 0)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"unpaired    {comparison.Unpaired} questions, left out\n"));
        }

        foreach (string note in comparison.Notes)
        {
            output.Write($"differs     {note}\n");
        }

        output.Write($"{(comparison.IsDrop ? "drop        the second is worse, and not by chance" : difference.PValue < comparison.Alpha ? "gain        the second is better, and not by chance" : "no drop     chance may explain the difference")} (p {(difference.PValue < comparison.Alpha ? "<" : "≥")} {comparison.Alpha.ToString(CultureInfo.InvariantCulture)})\n");
    }

    private static string Side(EvaluationDocument document) =>
        string.Create(CultureInfo.InvariantCulture, $"{EvaluationTable.Accuracy(document.Accuracy)}; {document.Speed.OutputTokensPerS:0.0} output tokens/s; {document.Target.Model} ({document.Name})");

    private static string PValue(double p) => p < 0.0001 ? "<0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);
}
