using System.Text;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Settings;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Tests.Support;

/// <summary>Evaluations and data sets, as small as they can be.</summary>
internal static class Files
{
    /// <summary>Questions with a number each: the smallest evaluation.</summary>
    public const string Small = """
        dataset: { shape: pairs }
        prompt: { template: '{question}' }
        extract: { strict: [{ by: hash_marks }], flexible: [{ by: last_number }] }
        match: { by: numeric }
        """;

    public static EvaluationFile Evaluation(string text = Small) => EvaluationFileReader.Parse(text, "eval.yaml").Value;

    public static QuestionSet Set(DatasetShape shape, OnBadLine policy, params string[] lines) =>
        QuestionFile.Parse(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), "set.jsonl", shape, policy);

    public static QuestionSet Set(DatasetShape shape, params string[] lines) => Set(shape, OnBadLine.Stop, lines);

    /// <summary>So many questions of the shape pairs; each asks for its own number.</summary>
    public static QuestionSet Numbers(int count) =>
        Set(DatasetShape.Pairs, [.. Enumerable.Range(1, count).Select(i => $$"""{"id":"q{{i}}","prompt":"say {{i}}","answer":{{i}},"solution":"it is #### {{i}}"}""")]);

    public static EvaluationPlan Plan(QuestionSet set, string text = Small, int? limit = null, long seed = 0, OnBadLine policy = OnBadLine.Stop, QuestionSet? examples = null) =>
        EvaluationPlan.Of(Evaluation(text), set, examples, limit, seed, policy);

    public static IReadOnlyList<string> Problems(Action read) => Assert.Throws<QuestionFileException>(read).Problems;
}
