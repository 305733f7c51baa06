using LoadGen.Measurement.Results;

namespace LoadGen.Evaluation.Results;

/// <summary><c>evaluation.json</c>: how well a model answered, beside how fast. Keys are these names in snake_case; docs/evaluation.md describes each.</summary>
public sealed record EvaluationDocument
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string FileName = "evaluation.json";

    /// <summary>What <see cref="Schema"/> is.</summary>
    public const string SchemaName = "loadgen.evaluation";

    /// <summary>What <see cref="SchemaVersion"/> is.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>Goes up when a key changes its meaning or goes away; new keys alone do not count.</summary>
    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>The program that wrote it.</summary>
    public required ToolInfo Tool { get; init; }

    /// <summary>The evaluation's name.</summary>
    public required string Name { get; init; }

    /// <summary><c>complete</c>, <c>partial</c> (ended early; the figures hold for what was asked) or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Start of the run, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What was asked.</summary>
    public required TargetInfo Target { get; init; }

    /// <summary>The questions.</summary>
    public required DatasetInfo Dataset { get; init; }

    /// <summary>How they were asked.</summary>
    public required AskingInfo Asking { get; init; }

    /// <summary>The share of right answers: a strict answer where there is one, else a flexible one. Errors and no answer are wrong.</summary>
    public required AccuracyInfo Accuracy { get; init; }

    /// <summary>The same with strict answers alone: what does not stand in the form that was asked for is wrong.</summary>
    public required AccuracyInfo StrictAccuracy { get; init; }

    /// <summary>Share of questions with at least one right answer among its repeats; null where each was asked once.</summary>
    public required double? PassAtRepeats { get; init; }

    /// <summary>Answers by what was found in them.</summary>
    public required AnswerCounts Answers { get; init; }

    /// <summary>The accuracy of each subject, in alphabetical order; empty where the data set names none.</summary>
    public required IReadOnlyDictionary<string, AccuracyInfo> BySubject { get; init; }

    /// <summary>How fast the answers came; result.json has all of it.</summary>
    public required SpeedInfo Speed { get; init; }

    /// <summary>Each answer, in the order of the plan.</summary>
    public required IReadOnlyList<AnswerInfo> Questions { get; init; }
}

/// <summary>The questions.</summary>
/// <param name="File">The data set.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Shape">What its lines look like.</param>
/// <param name="Questions">Questions in it.</param>
/// <param name="Asked">Questions that were to be asked, <c>--limit</c> taken into account.</param>
/// <param name="SkippedLines">Lines that were left out, with the reason.</param>
public sealed record DatasetInfo(string File, string Sha256, string Shape, int Questions, int Asked, IReadOnlyList<string> SkippedLines);

/// <summary>How questions were asked.</summary>
/// <param name="SettingsSha256">SHA-256 of everything in the evaluation's file but its names and sources: prompts, rules, matching.</param>
/// <param name="FewShot">Examples before each question.</param>
/// <param name="Repeats">How often each was asked.</param>
/// <param name="MaxTokens">Most output tokens of an answer.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="Seed">Fixes which questions a limit leaves, examples and the order of choices.</param>
/// <param name="ExtraBody">Further request fields were sent.</param>
public sealed record AskingInfo(string SettingsSha256, int FewShot, int Repeats, int MaxTokens, double? Temperature, long Seed, bool ExtraBody);

/// <summary>A share of right answers.</summary>
/// <param name="Share">Right / asked, 0–1. With repeats it is avg@k, the mean of k runs, and the estimate of pass@1.</param>
/// <param name="Low">Lower end of its 95% interval (Wilson; with repeats by question).</param>
/// <param name="High">Upper end.</param>
/// <param name="StandardError">Its standard error, by question.</param>
/// <param name="Right">Right answers.</param>
/// <param name="Asked">Answers that were asked for and came to an end, errors among them.</param>
public sealed record AccuracyInfo(double Share, double Low, double High, double StandardError, int Right, int Asked);

/// <summary>Answers by what was found in them.</summary>
/// <param name="Strict">In the form that was asked for.</param>
/// <param name="Flexible">In another.</param>
/// <param name="None">In none, of whole answers.</param>
/// <param name="Truncated">Whole answers that the token limit cut off; they are among the three before.</param>
/// <param name="Errors">Requests that failed: wrong answers all.</param>
/// <param name="ErrorsByOutcome">The same by outcome.</param>
/// <param name="OutputTokens">Output tokens of all answers.</param>
public sealed record AnswerCounts(int Strict, int Flexible, int None, int Truncated, int Errors, IReadOnlyDictionary<string, int> ErrorsByOutcome, long OutputTokens);

/// <summary>How fast the answers came.</summary>
/// <param name="Concurrency">Streams at once.</param>
/// <param name="DurationS">The run's length, seconds.</param>
/// <param name="OutputTokensPerS">Output tokens a second.</param>
/// <param name="TotalTokensPerS">Prompt and output tokens a second.</param>
/// <param name="TtftMsP50">Median time to first token, ms.</param>
/// <param name="TpotMsP50">Median time per output token, ms.</param>
/// <param name="InteractivityTpsP50">Median interactivity, tokens a second and user.</param>
public sealed record SpeedInfo(
    int Concurrency, double DurationS, double OutputTokensPerS, double TotalTokensPerS, double? TtftMsP50, double? TpotMsP50, double? InteractivityTpsP50);

/// <summary>One answer.</summary>
/// <param name="Id">The question.</param>
/// <param name="Hash">XXH64 of the question, its answer and its choices.</param>
/// <param name="Line">Its line in the data set.</param>
/// <param name="Repeat">How often it had been asked before.</param>
/// <param name="Expected">The right answer; where there are choices, the letter it had.</param>
/// <param name="Extracted">What was found; null for nothing.</param>
/// <param name="Form"><c>strict</c> or <c>flexible</c>; null for nothing.</param>
/// <param name="Correct">It is right.</param>
/// <param name="Outcome"><c>completed</c>, or how the request failed.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c>, …; null where the server does not say.</param>
/// <param name="InputTokens">Prompt tokens, by the server; null where it does not say.</param>
/// <param name="OutputTokens">Output tokens.</param>
public sealed record AnswerInfo(
    string Id, string Hash, int Line, int Repeat, string Expected, string? Extracted, string? Form, bool Correct, string Outcome, string? FinishReason, int? InputTokens, int OutputTokens);
