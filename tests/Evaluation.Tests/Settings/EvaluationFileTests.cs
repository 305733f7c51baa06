using LoadGen.Configuration;
using LoadGen.Evaluation.Settings;
using LoadGen.Evaluation.Tests.Support;

namespace LoadGen.Evaluation.Tests.Settings;

public sealed class EvaluationFileTests
{
    [Fact]
    public void What_is_left_out_has_its_default()
    {
        EvaluationFile file = Files.Evaluation();
        Assert.Equal((2048, 0.0, 1, 0), (file.Generation.MaxTokens, file.Generation.Temperature, file.Generation.Repeats, file.FewShot.Count));
        Assert.Equal("{letter}) {text}", file.Prompt.Choice);
        Assert.True(file.Extract.SkipThinking);
        Assert.Equal(ExtractTake.Last, file.Extract.Strict[0].Take);
    }

    [Theory]
    [InlineData("{quesion}", "unknown placeholder '{quesion}' in line 1 of the text; did you mean '{question}'? accepted: {question}, {subject}, {level}, {id}")]
    [InlineData("{answer}", "unknown placeholder '{answer}' in line 1 of the text")]
    [InlineData("{choices}", "unknown placeholder '{choices}' in line 1 of the text")]
    [InlineData("\\boxed{}", "a single '{' in line 1 of the text; accepted: {name} of a placeholder, or {{ and }} for the braces themselves")]
    [InlineData("a } b", "a single '}' in line 1 of the text")]
    [InlineData(" ", "says nothing")]
    public void A_template_that_cannot_be_filled_is_an_error_with_its_place(string template, string message)
    {
        string problem = Assert.Single(Problems($$"""
            dataset: { shape: pairs }
            prompt:
              template: '{{template}}'
            extract: { strict: [{ by: whole }] }
            match: { by: exact }
            """));
        Assert.StartsWith("eval.yaml:3:13: prompt.template: " + message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_placeholder_is_found_in_its_line_of_the_text()
    {
        string problem = Assert.Single(Problems("""
            dataset: { shape: pairs }
            prompt:
              template: |
                first
                {nobody}
            extract: { strict: [{ by: whole }] }
            match: { by: exact }
            """));
        Assert.Contains("'{nobody}' in line 2 of the text", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("few_shots: { count: 1 }", "did you mean 'few_shot'?")]
    [InlineData("few_shot: { count: -1 }", "few_shot.count: found -1; accepted: a whole number from 0 to 1000")]
    [InlineData("few_shot: { answer: '{letter}' }", "few_shot.answer: unknown placeholder '{letter}'")]
    [InlineData("generation: { repeats: 0 }", "generation.repeats: found 0; accepted: a whole number from 1 to 1000")]
    [InlineData("generation: { max_tokens: 0 }", "generation.max_tokens: found 0; accepted: a whole number from 1")]
    [InlineData("generation: { temperature: 3 }", "generation.temperature: found 3; accepted: 0 to 2")]
    [InlineData("generation: { stop: [''] }", "generation.stop[0]: says nothing")]
    [InlineData("generation: { stop_in_text: [a, ''] }", "generation.stop_in_text[1]: says nothing")]
    public void What_cannot_be_meant_is_refused(string line, string message) =>
        Assert.Contains(message, Assert.Single(Problems($"{Files.Small}\n{line}\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("strict: []", "by: exact", "extract.strict: found an empty list")]
    [InlineData("strict: [{ by: regex }]", "by: exact", "extract.strict[0]: the key 'pattern' is missing")]
    [InlineData("strict: [{ by: whole, pattern: a }]", "by: exact", "a pattern is for by: regex alone")]
    [InlineData("strict: [{ by: regex, pattern: '(' }]", "by: exact", "extract.strict[0].pattern: no regular expression")]
    [InlineData("strict: [{ by: regex, pattern: '(?<=is )x' }]", "by: exact", "does not run in linear time")]
    [InlineData("strict: [{ by: choice }]", "by: exact", "letters name choices")]
    [InlineData("strict: [{ by: boxes }]", "by: exact", "one of hash_marks, boxed, answer_is")]
    [InlineData("strict: [{ by: whole }]", "by: choice", "match.by: only data sets of the shape choices have letters")]
    [InlineData("strict: [{ by: whole }]", "by: numeric, tolerance: -1", "match.tolerance: found -1; accepted: 0 or more")]
    [InlineData("strict: [{ by: whole }]", "by: exact, relative_tolerance: 0.1", "a tolerance is for numbers")]
    public void Rules_that_cannot_be_followed_are_refused(string extract, string match, string message) => Assert.Contains(
        message,
        Assert.Single(Problems($$"""
            dataset: { shape: pairs }
            prompt: { template: '{question}' }
            extract: { {{extract}} }
            match: { {{match}} }
            """)),
        StringComparison.Ordinal);

    [Fact]
    public void A_question_with_choices_is_answered_by_its_letter() => Assert.Contains(
        "match.by: the answer to a question with choices is its letter",
        Assert.Single(Problems("""
            dataset: { shape: choices }
            prompt: { template: '{question} {choices}' }
            extract: { strict: [{ by: choice }] }
            match: { by: exact }
            """)),
        StringComparison.Ordinal);

    private static IEnumerable<string> Problems(string text) =>
        Assert.Throws<ConfigurationException>(() => Files.Evaluation(text)).Problems.Select(problem => problem.ToString());
}
