using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Settings;

public sealed class EvalSectionTests : IDisposable
{
    private readonly EvalSweep _sweep = new();

    public void Dispose() => _sweep.Dispose();

    [Theory]
    [InlineData("limit: 0", "evals[0].limit: found 0; accepted: 1 to 2147483647")]
    [InlineData("name: A b", "evals[0].name: found 'A b', which folders are named by")]
    [InlineData("conc_list: []", "evals[0].conc_list: found an empty list; accepted: at least one concurrency")]
    [InlineData("api: nobody", "evals[0].api: found 'nobody'; accepted: ")]
    [InlineData("eval: [--limit, '3']", "evals[0].eval[0]: --limit is the sweep's to say: a key of this file does it")]
    [InlineData("eval: [three]", "evals[0].eval[0]: found 'three'; accepted: an option of 'loadgen eval --help'")]
    [InlineData("eval: [--header, 'Authorization: Bearer x']", "evals[0].eval[1]: the header Authorization is a secret")]
    [InlineData("questions: x", "questions")]
    public void What_is_wrong_is_named(string eval, string problem) =>
        Assert.Contains(Sweep.Problems(_sweep.Text(eval)), found => found.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("evals: [{ limit: 3 }]", "the key 'evaluation' is missing: a name such as gsm8k")]
    [InlineData("evals: [{ evaluation: gsm8k }, { evaluation: ./gsm8k.yaml }]", "two evaluations are called 'gsm8k'")]
    [InlineData("evals: [{ evaluation: gsm8k, dataset: /nowhere/set.jsonl }]", "the evaluation gsm8k: /nowhere/set.jsonl")]
    [InlineData("evals: [{ evaluation: ./nowhere.yaml }]", "the evaluation nowhere: ")]
    public void An_evaluation_that_cannot_be_asked_is_found_before_anything_is_started(string evals, string problem) =>
        Assert.Contains(Sweep.Problems(Sweep.Small + "\n    " + evals), found => found.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void One_of_the_binary_s_is_asked_with_its_own_questions_unless_a_dataset_is_named()
    {
        EvalPlan eval = Assert.Single(Sweep.Plan(Sweep.Small + "\n    evals: [{ evaluation: gpqa, name: hard, concurrency: 8, temperature: 0.6, repeats: 4, eval: [--api-key-env, KEY] }]").Points.Single().Evals);
        Assert.Equal("hard", eval.Name);
        Assert.Equal(["eval", "gpqa"], eval.Words.Take(2));
        Assert.DoesNotContain("--dataset", eval.Words);
        Assert.Equal(("8", "0.6", "4", "KEY"), (FakeBench.After(eval.Words, "--concurrency"), FakeBench.After(eval.Words, "--temperature"), FakeBench.After(eval.Words, "--repeats"), FakeBench.After(eval.Words, "--api-key-env")));
    }

    [Fact]
    public void What_is_asked_is_no_part_of_the_point_s_fingerprint_and_the_questions_are_part_of_its_own()
    {
        PointPlan before = _sweep.Plan().Points.First();
        PointPlan limited = _sweep.Plan("limit: 3").Points.First();
        Assert.Equal(before.Fingerprint, limited.Fingerprint);
        Assert.NotEqual(before.Evals[0].Fingerprint, limited.Evals[0].Fingerprint);
        Assert.Equal(before.Evals[0].Fingerprint, _sweep.Plan().Points.First().Evals[0].Fingerprint);
        File.WriteAllText(_sweep.Questions, """{"question":"3 + 5?","answer":"#### 8"}""" + "\n");
        Assert.NotEqual(before.Evals[0].Fingerprint, _sweep.Plan().Points.First().Evals[0].Fingerprint);
    }

    [Fact]
    public void Those_of_a_configuration_replace_those_of_the_defaults()
    {
        const string yaml = """
            defaults:
              recipe: toy/engine
              scenarios: [{ isl: 100, osl: 10 }]
              search_space: [{ conc_list: [4] }]
              evals: [{ evaluation: gsm8k }]
            configurations:
              - { name: a }
              - { name: b, evals: [{ evaluation: gpqa }, { evaluation: math-500 }] }
            """;
        Assert.Equal(["gsm8k", "gpqa", "math-500"], Sweep.Plan(yaml).Points.SelectMany(point => point.Evals).Select(eval => eval.Name));
    }
}
