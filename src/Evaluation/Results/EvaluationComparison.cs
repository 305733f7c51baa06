using System.Globalization;
using LoadGen.Evaluation.Figures;

namespace LoadGen.Evaluation.Results;

/// <summary>Two evaluations of the same questions, such as of one model in two precisions.</summary>
public sealed record EvaluationComparison
{
    /// <summary>The first.</summary>
    public required EvaluationDocument Before { get; init; }

    /// <summary>The second.</summary>
    public required EvaluationDocument After { get; init; }

    /// <summary>The difference over the questions that both were asked.</summary>
    public required PairedDifference Difference { get; init; }

    /// <summary>Questions that only one of the two was asked.</summary>
    public required int Unpaired { get; init; }

    /// <summary>Why the two may differ for other reasons than the model: other prompts, another temperature, …</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>How sure a drop must be, as a p-value.</summary>
    public required double Alpha { get; init; }

    /// <summary>The second is worse, and chance alone would not make it so.</summary>
    public bool IsDrop => Difference.Difference < 0 && Difference.Worse > Difference.Better && Difference.PValue < Alpha;

    /// <summary>Compares.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    /// <param name="alpha">How sure a drop must be, as a p-value.</param>
    /// <exception cref="EvaluationResultException">No question was asked of both, or one id stands for two questions.</exception>
    public static EvaluationComparison Of(EvaluationDocument before, EvaluationDocument after, double alpha)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<string, Shares> first = ByQuestion(before);
        Dictionary<string, Shares> second = ByQuestion(after);
        var pairs = new List<(double, double)>();
        foreach ((string id, Shares one) in first)
        {
            if (!second.TryGetValue(id, out Shares? other))
            {
                continue;
            }

            if (one.Hash != other.Hash)
            {
                throw new EvaluationResultException($"the question {id} has another text or answer in the second evaluation; compare evaluations of one data set");
            }

            pairs.Add((one.Share, other.Share));
        }

        if (pairs.Count == 0)
        {
            throw new EvaluationResultException("the two evaluations have no question in common; compare evaluations of one data set");
        }

        return new EvaluationComparison
        {
            Before = before,
            After = after,
            Difference = PairedDifference.Of(pairs),
            Unpaired = first.Count + second.Count - (2 * pairs.Count),
            Notes = [.. Differences(before, after)],
            Alpha = alpha,
        };
    }

    private static Dictionary<string, Shares> ByQuestion(EvaluationDocument document) => document.Questions
        .GroupBy(answer => answer.Id, StringComparer.Ordinal)
        .ToDictionary(
            question => question.Key,
            question => new Shares(question.First().Hash, (double)question.Count(answer => answer.Correct) / question.Count()),
            StringComparer.Ordinal);

    private static IEnumerable<string> Differences(EvaluationDocument a, EvaluationDocument b)
    {
        foreach ((string what, string one, string other) in new[]
        {
            ("prompts, rules or limits", a.Asking.SettingsSha256[..Math.Min(8, a.Asking.SettingsSha256.Length)], b.Asking.SettingsSha256[..Math.Min(8, b.Asking.SettingsSha256.Length)]),
            ("temperature", Text(a.Asking.Temperature), Text(b.Asking.Temperature)),
            ("seed", Text(a.Asking.Seed), Text(b.Asking.Seed)),
            ("api", a.Target.Api, b.Target.Api),
            ("status", a.Status, b.Status),
        })
        {
            if (one != other)
            {
                yield return $"{what}: {one} and {other}";
            }
        }
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "none";

    private sealed record Shares(string Hash, double Share);
}
