using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Questions;

namespace LoadGen.Evaluation.Settings;

/// <summary>What shows in the file alone, before any question is read.</summary>
internal static class EvaluationFileChecks
{
    private const int CountMax = 1000;
    private const double TemperatureMax = 2;

    public static void Check(EvaluationFile file, ProblemList problems)
    {
        bool hasChoices = file.Dataset.Shape == DatasetShape.Choices;
        Template(problems, "prompt.template", file.Prompt.Template, TemplateNames.Question(file.Dataset.Shape));
        Template(problems, "prompt.choice", file.Prompt.Choice, TemplateNames.Choice);
        Template(problems, "few_shot.answer", file.FewShot.Answer, TemplateNames.Example(file.Dataset.Shape));
        Within(problems, "few_shot.count", file.FewShot.Count, 0, CountMax);
        Within(problems, "generation.max_tokens", file.Generation.MaxTokens, 1, int.MaxValue);
        Within(problems, "generation.repeats", file.Generation.Repeats, 1, CountMax);
        if (file.Generation.Temperature is < 0 or > TemperatureMax)
        {
            problems.Add("generation.temperature", string.Create(CultureInfo.InvariantCulture, $"found {file.Generation.Temperature}; accepted: 0 to {TemperatureMax}"));
        }

        Stops(problems, "generation.stop", file.Generation.Stop);
        Stops(problems, "generation.stop_in_text", file.Generation.StopInText);
        Rules(problems, "extract.strict", file.Extract.Strict, hasChoices);
        Rules(problems, "extract.flexible", file.Extract.Flexible, hasChoices);
        if (file.Extract.Strict.Count == 0)
        {
            problems.Add("extract.strict", "found an empty list; accepted: at least one rule, such as { by: last_number }");
        }

        Match(problems, file.Match, hasChoices);
    }

    private static void Stops(ProblemList problems, string path, IReadOnlyList<string> texts)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i].Length == 0)
            {
                problems.Add($"{path}[{i}]", "says nothing; accepted: the text that ends an answer");
            }
        }
    }

    private static void Template(ProblemList problems, string path, string text, IReadOnlyList<string> names)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(path, "says nothing");
        }
        else if (PromptTemplate.ProblemOf(text, names) is { } problem)
        {
            problems.Add(path, problem);
        }
    }

    private static void Rules(ProblemList problems, string path, IReadOnlyList<ExtractRule> rules, bool hasChoices)
    {
        for (int i = 0; i < rules.Count; i++)
        {
            ExtractRule rule = rules[i];
            if (rule.By == ExtractBy.Regex != (rule.Pattern is not null))
            {
                problems.Add($"{path}[{i}]", rule.Pattern is null ? "the key 'pattern' is missing: the regular expression" : "a pattern is for by: regex alone");
            }
            else if (rule.Pattern is { } pattern && LinearRegex.ProblemOf(pattern) is { } problem)
            {
                problems.Add($"{path}[{i}].pattern", problem);
            }

            if (rule.By is ExtractBy.Choice or ExtractBy.LastLetter && !hasChoices)
            {
                problems.Add($"{path}[{i}].by", "letters name choices, which only data sets of the shape choices have");
            }
        }
    }

    private static void Match(ProblemList problems, MatchSection match, bool hasChoices)
    {
        if ((match.By == MatchBy.Choice) != hasChoices)
        {
            problems.Add("match.by", hasChoices ? "the answer to a question with choices is its letter; accepted: choice" : "only data sets of the shape choices have letters; accepted: exact, numeric, math, regex");
        }

        foreach ((string key, double value) in new[] { ("tolerance", match.Tolerance), ("relative_tolerance", match.RelativeTolerance) })
        {
            if (value < 0)
            {
                problems.Add($"match.{key}", string.Create(CultureInfo.InvariantCulture, $"found {value}; accepted: 0 or more"));
            }
            else if (value > 0 && match.By is not (MatchBy.Numeric or MatchBy.Math))
            {
                problems.Add($"match.{key}", "a tolerance is for numbers: by numeric or math");
            }
        }
    }

    private static void Within(ProblemList problems, string path, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"found {value}; accepted: a whole number from {least}{(most == int.MaxValue ? "" : $" to {most}")}"));
        }
    }
}
