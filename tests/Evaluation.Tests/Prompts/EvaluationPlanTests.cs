using System.Text;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Tests.Support;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Tests.Prompts;

public sealed class EvaluationPlanTests
{
    private const string Choices = """
        dataset: { shape: choices }
        prompt: { template: "{question}\n{choices}", choice: "({letter}) {text}" }
        generation: { repeats: 3 }
        extract: { strict: [{ by: choice }] }
        match: { by: choice }
        """;

    [Fact]
    public void All_questions_are_asked_before_any_is_asked_again()
    {
        EvaluationPlan plan = Files.Plan(Files.Numbers(3), Files.Small + "\ngeneration: { repeats: 2 }");
        Assert.Equal(["q1 0", "q2 0", "q3 0", "q1 1", "q2 1", "q3 1"], Enumerable.Range(0, plan.Trials).Select(i => $"{plan[i].Question.Id} {plan[i].Repeat}"));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan[6]);
    }

    [Fact]
    public void A_limit_draws_by_the_seed_and_keeps_the_files_order()
    {
        int[] some = Lines(Files.Plan(Files.Numbers(100), limit: 10, seed: 1));
        Assert.Equal(10, some.Length);
        Assert.Equal(some.Order(), some);
        Assert.Equal(some, Lines(Files.Plan(Files.Numbers(100), limit: 10, seed: 1)));
        Assert.NotEqual(some, Lines(Files.Plan(Files.Numbers(100), limit: 10, seed: 2)));
        Assert.Equal(3, Lines(Files.Plan(Files.Numbers(3), limit: 10)).Length);
    }

    [Fact]
    public void The_order_of_choices_follows_from_seed_question_and_repeat()
    {
        QuestionSet set = Files.Set(DatasetShape.Choices, [.. Enumerable.Range(0, 40).Select(i => $$"""{"id":"q{{i}}","question":"which?","correct":"right","incorrect":["x","y","z"]}""")]);
        EvaluationPlan plan = Files.Plan(set, Choices, seed: 5);
        string[] letters = [.. Enumerable.Range(0, plan.Trials).Select(i => plan[i].Expected)];
        Assert.Equal(letters, Enumerable.Range(0, plan.Trials).Select(i => Files.Plan(set, Choices, seed: 5)[i].Expected));
        Assert.NotEqual(letters[..40], letters[40..80]);
        Assert.NotEqual(letters, Enumerable.Range(0, plan.Trials).Select(i => Files.Plan(set, Choices, seed: 6)[i].Expected));
        Assert.All(Enumerable.Range(0, plan.Trials).Select(i => plan[i]), trial => Assert.Equal("right", trial.Choices[trial.Expected[0] - 'A']));
    }

    [Fact]
    public void Choices_are_listed_one_a_line()
    {
        EvaluationPlan plan = Files.Plan(Files.Set(DatasetShape.Choices, """{"question":"which?","correct":"r","incorrect":["x","y"]}"""), Choices);
        Assert.Matches("^which\\?\n\\(A\\) [rxy]\n\\(B\\) [rxy]\n\\(C\\) [rxy]$", plan.Prompts.Text(plan[0]));
    }

    [Fact]
    public void Examples_are_turns_of_a_conversation_and_never_the_question_itself()
    {
        EvaluationPlan plan = Files.Plan(Files.Numbers(3), Files.Small.Replace("template: '{question}'", "template: 'Q: {question}', system: Be brief.", StringComparison.Ordinal) + "\nfew_shot: { count: 2 }");
        Assert.Equal(
            ["System Be brief.", "User Q: say 1", "Assistant it is #### 1", "User Q: say 3", "Assistant it is #### 3", "User Q: say 2"],
            plan.Prompts.Messages(plan[1]).Select(message => $"{message.Role} {Encoding.UTF8.GetString(message.Text.Span)}"));
        Assert.Equal("Be brief.\n\nQ: say 1 it is #### 1\n\nQ: say 3 it is #### 3\n\nQ: say 2", plan.Prompts.Text(plan[1]));
    }

    [Fact]
    public void Examples_as_text_stand_in_one_message()
    {
        EvaluationPlan plan = Files.Plan(Files.Numbers(2), Files.Small + "\nfew_shot: { count: 1, as: text, answer: '{answer}.' }");
        ChatMessage message = Assert.Single(plan.Prompts.Messages(plan[0]));
        Assert.Equal("say 2 2.\n\nsay 1", Encoding.UTF8.GetString(message.Text.Span));
    }

    [Fact]
    public void Drawn_examples_follow_from_seed_and_question()
    {
        const string Drawn = Files.Small + "\nfew_shot: { count: 3, pick: drawn }";
        QuestionSet train = Files.Numbers(50);
        QuestionSet test = Files.Set(DatasetShape.Pairs, """{"id":"a","prompt":"one?","answer":1}""", """{"id":"b","prompt":"two?","answer":2}""");
        string[] Shown(int index, long seed) => [.. Plan(seed).Prompts.Examples(Plan(seed)[index]).Select(example => example.Question.Id)];
        EvaluationPlan Plan(long seed) => Files.Plan(test, Drawn, seed: seed, examples: train);
        Assert.Equal(Shown(0, 1), Shown(0, 1));
        Assert.NotEqual(Shown(0, 1), Shown(1, 1));
        Assert.NotEqual(Shown(0, 1), Shown(0, 2));
        Assert.Equal(3, Shown(0, 1).Distinct().Count());
    }

    [Fact]
    public void A_template_that_needs_what_a_line_lacks_is_an_error_of_that_line()
    {
        string template = Files.Small.Replace("'{question}'", "'{subject}: {question}'", StringComparison.Ordinal);
        QuestionSet set = Files.Set(DatasetShape.Pairs, """{"prompt":"a","answer":1,"subject":"s"}""", """{"prompt":"b","answer":2}""");
        Assert.Equal("set.jsonl:2: the template needs {subject}, which the line does not have", Assert.Single(Files.Problems(() => Files.Plan(set, template))));
        EvaluationPlan skipping = Files.Plan(set, template, policy: OnBadLine.Skip);
        Assert.Equal((1, 2), (skipping.Questions, Assert.Single(skipping.Skipped).Line));
    }

    [Fact]
    public void An_answer_that_nothing_can_be_compared_with_is_an_error_of_its_line() => Assert.Equal(
        "set.jsonl:1: the answer 'blue' is no number, which match by numeric needs",
        Assert.Single(Files.Problems(() => Files.Plan(Files.Set(DatasetShape.Pairs, """{"prompt":"colour?","answer":"blue"}""")))));

    [Fact]
    public void Too_few_examples_are_said_before_anything_is_asked()
    {
        Assert.StartsWith("set.jsonl: few_shot.count is 3, but only 3 questions can be examples, and none is its own",
            Assert.Single(Files.Problems(() => Files.Plan(Files.Numbers(3), Files.Small + "\nfew_shot: { count: 3 }"))), StringComparison.Ordinal);
        Assert.Equal(3, Files.Plan(Files.Numbers(1), Files.Small + "\nfew_shot: { count: 3 }", examples: Files.Set(DatasetShape.Pairs,
            [.. Enumerable.Range(5, 3).Select(i => $$"""{"prompt":"p{{i}}","answer":1,"solution":"s"}""")])).File.FewShot.Count);
    }

    [Fact]
    public void Examples_without_a_solution_are_said_with_their_line()
    {
        QuestionSet train = Files.Set(DatasetShape.Pairs, """{"prompt":"a","answer":1}""");
        Assert.Equal("set.jsonl:1: the template needs {solution}, which the line does not have",
            Assert.Single(Files.Problems(() => Files.Plan(Files.Numbers(1), Files.Small + "\nfew_shot: { count: 1 }", examples: train))));
    }

    private static int[] Lines(EvaluationPlan plan) => [.. Enumerable.Range(0, plan.Trials).Select(i => plan[i].Question.Line)];
}
