using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Inference;

namespace LoadGen.Sweeps.Settings;

/// <summary>What shows of evaluations in the file alone.</summary>
internal static class EvalChecks
{
    private static readonly string[] s_ownWords =
    [
        "--url", "--output", "--overwrite", "--api", "--model", "--dataset", "--few-shot-file", "--few-shot", "--limit", "--repeats", "--max-tokens", "--temperature",
        "--concurrency", "--seed", "--max-failure-rate", "--progress", "--until-eof", "--compare", "--alpha", "--show-prompt", "--min-accuracy",
    ];

    public static void Check(ProblemList problems, string path, IReadOnlyList<EvalSection>? evals)
    {
        for (int i = 0; i < (evals?.Count ?? 0); i++)
        {
            Check(problems, $"{path}[{i}]", evals![i]);
            string? name = NameOf(evals[i]);
            if (name is not null && evals.Take(i).Any(other => NameOf(other) == name))
            {
                problems.Add($"{path}[{i}]", $"two evaluations are called '{name}'; accepted: a name that tells them apart");
            }
        }
    }

    /// <summary>The task's name, which its folder has too; null where the file does not say enough.</summary>
    public static string? NameOf(EvalSection eval) => eval.Name ?? (eval.Evaluation is { } evaluation ? Slug.Of(Path.GetFileNameWithoutExtension(evaluation)) : null);

    private static void Check(ProblemList problems, string path, EvalSection eval)
    {
        if (string.IsNullOrEmpty(eval.Evaluation))
        {
            problems.Add(path, "the key 'evaluation' is missing: a name such as gsm8k, or a file such as ./mine.yaml");
        }

        SweepFileChecks.Name(problems, $"{path}.name", eval.Name);
        Range(problems, $"{path}.few_shot", eval.FewShot, 0, 1_000);
        Range(problems, $"{path}.limit", eval.Limit, 1, int.MaxValue);
        Range(problems, $"{path}.repeats", eval.Repeats, 1, 1_000);
        Range(problems, $"{path}.max_tokens", eval.MaxTokens, 1, int.MaxValue);
        Range(problems, $"{path}.temperature", eval.Temperature, 0, 100);
        Range(problems, $"{path}.concurrency", eval.Concurrency, 1, 1_000_000);
        Range(problems, $"{path}.seed", eval.Seed, 0, uint.MaxValue);
        if (eval.ConcList is { Count: 0 })
        {
            problems.Add($"{path}.conc_list", "found an empty list; accepted: at least one concurrency");
        }

        if (eval.Api is { } api && !InferenceApis.Names.Contains(api))
        {
            problems.Add($"{path}.api", $"found '{api}'; accepted: {string.Join(", ", InferenceApis.Names)}");
        }

        foreach ((int index, string problem) in BenchSecrets.In(eval.Eval ?? []))
        {
            problems.Add($"{path}.eval[{index}]", problem);
        }

        for (int i = 0; i < (eval.Eval?.Count ?? 0); i++)
        {
            string word = eval.Eval![i].Split('=', 2)[0];
            if (s_ownWords.Contains(word))
            {
                problems.Add($"{path}.eval[{i}]", $"{word} is the sweep's to say: a key of this file does it");
            }
            else if (i == 0 && !word.StartsWith("--", StringComparison.Ordinal))
            {
                problems.Add($"{path}.eval[{i}]", $"found '{word}'; accepted: an option of 'loadgen eval --help'");
            }
        }
    }

    private static void Range(ProblemList problems, string path, double? value, double min, double max)
    {
        if (value is { } number && !(number >= min && number <= max))
        {
            problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"found {number}; accepted: {min} to {max}"));
        }
    }
}
