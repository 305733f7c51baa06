using System.Globalization;
using LoadGen.Evaluation.Results;

namespace LoadGen.Evaluation.Showing;

/// <summary>Writes what an evaluation found: accuracy, what was found in answers, and the speed beside it.</summary>
public static class EvaluationTable
{
    /// <summary>Writes it.</summary>
    public static void Write(EvaluationDocument document, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        AskingInfo asking = document.Asking;
        Line(output, document.Name, string.Create(CultureInfo.InvariantCulture,
            $"{document.Target.Model}, {document.Dataset.Asked} of {document.Dataset.Questions} questions{(asking.Repeats > 1 ? $", each {asking.Repeats} times" : "")}, {asking.FewShot} examples"));
        Line(output, asking.Repeats > 1 ? $"accuracy, avg@{asking.Repeats}" : "accuracy", Accuracy(document.Accuracy));
        Line(output, "strict form alone", Accuracy(document.StrictAccuracy));
        if (document.PassAtRepeats is { } pass)
        {
            Line(output, $"pass@{asking.Repeats}", Percent.Text(pass));
        }

        AnswerCounts answers = document.Answers;
        Line(output, "answers", string.Create(CultureInfo.InvariantCulture,
            $"{answers.Strict} strict, {answers.Flexible} flexible, {answers.None} without one; {answers.Truncated} cut off at {asking.MaxTokens} tokens"));
        if (answers.Errors > 0)
        {
            Line(output, "errors, wrong all", string.Create(CultureInfo.InvariantCulture,
                $"{answers.Errors}: {string.Join(", ", answers.ErrorsByOutcome.Select(error => $"{error.Key} {error.Value}"))}"));
        }

        foreach ((string subject, AccuracyInfo accuracy) in document.BySubject)
        {
            Line(output, "  " + subject, Accuracy(accuracy));
        }

        SpeedInfo speed = document.Speed;
        Line(output, "speed", string.Create(CultureInfo.InvariantCulture,
            $"{speed.OutputTokensPerS:0.0} output tokens/s at {speed.Concurrency} streams{Ms("TTFT", speed.TtftMsP50)}{Ms("TPOT", speed.TpotMsP50)}"));
    }

    /// <summary>An accuracy with its interval, as <c>91.3% (88.1–93.7%), 137 of 150</c>.</summary>
    public static string Accuracy(AccuracyInfo accuracy)
    {
        ArgumentNullException.ThrowIfNull(accuracy);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Percent.Text(accuracy.Share)} ({accuracy.Low * 100:0.0}–{accuracy.High * 100:0.0}%), {accuracy.Right} of {accuracy.Asked}");
    }

    private static string Ms(string name, double? value) =>
        value is { } ms ? string.Create(CultureInfo.InvariantCulture, $", {name} p50 {ms:0.0} ms") : "";

    private static void Line(TextWriter output, string name, string value) => output.Write($"{name,-18}  {value}\n");
}
