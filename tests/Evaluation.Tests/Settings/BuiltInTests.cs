using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Settings;
using LoadGen.Evaluation.Tests.Support;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Tests.Settings;

/// <summary>The evaluations that the binary carries, and their samples.</summary>
public sealed class BuiltInTests
{
    [Fact]
    public void They_are_three() => Assert.Equal(["gpqa", "gsm8k", "math-500"], EvaluationSource.BuiltIn);

    [Theory]
    [InlineData("gsm8k", 5)]
    [InlineData("math-500", 0)]
    [InlineData("gpqa", 0)]
    public void Each_carries_twenty_questions_and_its_sources(string name, int examples)
    {
        (EvaluationFile file, EvaluationPlan plan) = Open(name);
        Assert.Equal((name, 20, examples), (file.Name, plan.Trials, file.FewShot.Count));
        Assert.NotEmpty(file.Sources);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Contains(plan[i].Question.Text, plan.Prompts.Text(plan[i]), StringComparison.Ordinal));
        ChatMessage[] messages = plan.Prompts.Messages(plan[0]);
        Assert.Equal(1 + (2 * examples), messages.Length);
        Assert.Equal(ChatRole.User, messages[^1].Role);
    }

    [Theory]
    [InlineData("gsm8k")]
    [InlineData("math-500")]
    public void A_samples_own_solution_is_a_right_answer_in_the_form_that_is_asked_for(string name)
    {
        (EvaluationFile file, EvaluationPlan plan) = Open(name);
        var extractor = new AnswerExtractor(file.Extract);
        var matcher = new AnswerMatcher(file.Match);
        Assert.All(Enumerable.Range(0, plan.Trials).Select(i => plan[i]), trial =>
        {
            Extraction found = extractor.Find(trial.Question.Solution!);
            Assert.True(found.IsStrict, trial.Question.Id);
            Assert.True(matcher.IsRight(found.Text!, trial.Expected), $"{found.Text} is not {trial.Expected}");
        });
    }

    [Fact]
    public void Gpqas_letter_is_that_of_the_right_choice()
    {
        (EvaluationFile file, EvaluationPlan plan) = Open("gpqa");
        var extractor = new AnswerExtractor(file.Extract);
        Assert.All(Enumerable.Range(0, plan.Trials).Select(i => plan[i]), trial =>
        {
            Assert.Equal(trial.Question.Expected, trial.Choices[trial.Expected[0] - 'A']);
            Assert.Contains($"{trial.Expected}) {trial.Question.Expected}", plan.Prompts.Text(trial), StringComparison.Ordinal);
            Assert.Equal(new Extraction(trial.Expected, true), extractor.Find($"Let me see.\nAnswer: {trial.Expected}", 4));
        });

        // Twenty questions whose right answers all had one letter would be no shuffle.
        Assert.Equal(4, Enumerable.Range(0, plan.Trials).Select(i => plan[i].Expected).Distinct().Count());
    }

    [Fact]
    public void A_name_that_nobody_knows_is_refused_with_the_one_that_was_meant() => Assert.Equal(
        "no evaluation is called 'gsm8'; did you mean gsm8k? accepted: gpqa, gsm8k, math-500, or a file such as ./gsm8.yaml",
        Assert.Single(Files.Problems(() => EvaluationSource.Open("gsm8"))));

    [Fact]
    public void A_files_data_set_lies_beside_it_and_its_name_is_the_files()
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-eval-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "mine.yaml"), Files.Small.Replace("shape: pairs", "shape: pairs, file: set.jsonl", StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(folder, "set.jsonl"), """{"prompt":"2 + 2?","answer":4}""");
            var source = EvaluationSource.Open(Path.Combine(folder, "mine.yaml"));
            Assert.Equal("mine", source.Document.Value.Name);
            Assert.Equal("2 + 2?", Assert.Single(source.Read("set.jsonl", OnBadLine.Stop).Questions).Text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (EvaluationFile File, EvaluationPlan Plan) Open(string name)
    {
        var source = EvaluationSource.Open(name);
        EvaluationFile file = source.Document.Value;
        return (file, EvaluationPlan.Of(file, source.Read(file.Dataset.File!, OnBadLine.Stop), null, null, 0, OnBadLine.Stop));
    }
}
