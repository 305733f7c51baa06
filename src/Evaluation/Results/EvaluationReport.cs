using System.Security.Cryptography;
using System.Text.Json;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Running;
using LoadGen.Evaluation.Settings;
using LoadGen.Inference;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Evaluation.Results;

/// <summary>Turns scored answers into <c>evaluation.json</c>.</summary>
public static class EvaluationReport
{
    // Enough for any number, formula or letter; a rule that takes the whole answer must not carry it into the document.
    private const int AnswerCharsMax = 200;

    /// <summary>Builds the document.</summary>
    /// <param name="plan">What was asked.</param>
    /// <param name="results">What became of it.</param>
    /// <param name="run">The run's own document.</param>
    /// <param name="asked">The words of the request that the run had.</param>
    public static EvaluationDocument Build(EvaluationPlan plan, IReadOnlyList<TrialResult> results, ResultDocument run, AskedWith asked)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(asked);
        int repeats = plan.File.Generation.Repeats;
        List<(int Right, int Asked)> questions = AccuracyTally.ByQuestion(results, result => result.IsRight);
        return new EvaluationDocument
        {
            Tool = run.Tool,
            Name = plan.File.Name ?? "evaluation",
            Status = run.Status,
            StartedAt = run.StartedAt,
            Target = run.Target,
            Dataset = new DatasetInfo(
                plan.Set.File, plan.Set.Sha256, JsonNamingPolicy.SnakeCaseLower.ConvertName(plan.File.Dataset.Shape.ToString()),
                plan.Set.Questions.Count, plan.Questions, [.. plan.Skipped.Select(line => line.ToString())]),
            Asking = new AskingInfo(
                Fingerprint(plan.File), plan.File.FewShot.Count, repeats, plan.File.Generation.MaxTokens, asked.Temperature, run.Seed, asked.HasExtraBody),
            Accuracy = AccuracyTally.Of(results, result => result.IsRight),
            StrictAccuracy = AccuracyTally.Of(results, result => result.IsRight && result.IsStrict),
            PassAtRepeats = repeats == 1 || questions.Count == 0 ? null : (double)questions.Count(q => q.Right > 0) / questions.Count,
            Answers = Count(results),
            BySubject = BySubject(results),
            Speed = Speed(run, asked.Concurrency),
            Questions = [.. results.Select(Describe)],
        };
    }

    /// <summary>Writes the document.</summary>
    public static void Write(Stream stream, EvaluationDocument document) =>
        JsonSerializer.Serialize(stream, document, EvaluationJson.Readable.EvaluationDocument);

    private static string Fingerprint(EvaluationFile file)
    {
        // Two files that ask the same in the same words are the same, whatever they are called and wherever their data lie.
        EvaluationFile bare = file with
        {
            Name = null, About = null, Sources = [],
            Dataset = file.Dataset with { File = null },
            FewShot = file.FewShot with { File = null },
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(bare, EvaluationFileJson.Default.EvaluationFile)));
    }

    private static AnswerCounts Count(IReadOnlyList<TrialResult> results)
    {
        TrialResult[] whole = [.. results.Where(result => result.Outcome == Outcome.Completed)];
        Dictionary<string, int> errors = results.Where(result => result.Outcome != Outcome.Completed)
            .GroupBy(result => Outcomes.Name(result.Outcome), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return new AnswerCounts(
            whole.Count(result => result is { Extracted: not null, IsStrict: true }),
            whole.Count(result => result is { Extracted: not null, IsStrict: false }),
            whole.Count(result => result.Extracted is null),
            whole.Count(result => result.Finish == FinishReason.Length),
            results.Count - whole.Length,
            errors,
            results.Sum(result => (long)result.OutputTokens));
    }

    private static Dictionary<string, AccuracyInfo> BySubject(IReadOnlyList<TrialResult> results) => results
        .Where(result => result.Trial.Question.Subject is not null)
        .GroupBy(result => result.Trial.Question.Subject!, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => AccuracyTally.Of(group, result => result.IsRight), StringComparer.Ordinal);

    private static SpeedInfo Speed(ResultDocument run, int concurrency) => new(
        concurrency, run.DurationS, run.Throughput.OutputTokensPerS, run.Throughput.TotalTokensPerS,
        Median(run, MetricRegistry.Ttft), Median(run, MetricRegistry.Tpot), Median(run, MetricRegistry.Interactivity));

    private static double? Median(ResultDocument run, MetricDefinition metric) =>
        run.Metrics.TryGetValue(metric.Name, out MetricSummary? summary) && summary.Count > 0 ? summary.P50 : null;

    private static AnswerInfo Describe(TrialResult result) => new(
        result.Trial.Question.Id,
        result.Trial.Question.Hash,
        result.Trial.Question.Line,
        result.Trial.Repeat,
        Cut(result.Trial.Expected),
        result.Extracted is { } text ? Cut(text) : null,
        result.Extracted is null ? null : result.IsStrict ? "strict" : "flexible",
        result.IsRight,
        Outcomes.Name(result.Outcome),
        result.Finish == FinishReason.None ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Finish.ToString()),
        result.InputTokens,
        result.OutputTokens);

    private static string Cut(string text) => text.Length <= AnswerCharsMax ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[AnswerCharsMax - 2]) ? AnswerCharsMax - 2 : AnswerCharsMax - 1), "…");
}

/// <summary>What requests said besides their prompts.</summary>
/// <param name="Temperature">Sampling temperature; null where the field was left out.</param>
/// <param name="Concurrency">Streams at once.</param>
/// <param name="HasExtraBody">The user gave further request fields.</param>
public sealed record AskedWith(double? Temperature, int Concurrency, bool HasExtraBody);
