using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Evaluation.Settings;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Cli.Options;

/// <summary>All options of <c>eval</c>, in the order of its help.</summary>
internal sealed class EvalArguments
{
    private const int DefaultConcurrency = 16;
    private const double DefaultAlpha = 0.05;

    private readonly Argument<string?> _evaluation = new("FILE|NAME")
    {
        Description = $"The evaluation: a file, or one of {string.Join(", ", EvaluationSource.BuiltIn)}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _dataset = Syntax.Text("--dataset", "FILE", "The questions, JSONL of the evaluation's shape. Default: the evaluation's own file; for the built-in ones 20 questions of ours, which show that all works and measure little.");
    private readonly Option<string?> _examplesFile = Syntax.Text("--few-shot-file", "FILE", "Questions to take examples from, such as the training split. Default: the evaluation's; else the data set itself, a question never being its own example.");
    private readonly Option<int?> _examples = Syntax.Integer("--few-shot", "Examples before each question. Default: the evaluation's.", 0, 1000);
    private readonly Option<int?> _limit = Syntax.Integer("--limit", "Ask only so many questions, drawn by --seed. Default: all.", 1);
    private readonly Option<int?> _repeats = Syntax.Integer("--repeats", "Ask each question so often: the accuracy is avg@N. Default: the evaluation's.", 1, 1000);
    private readonly Option<int?> _maxTokens = Syntax.Integer("--max-tokens", "Most output tokens of an answer, reasoning included. Default: the evaluation's.", 1);
    private readonly Option<int?> _concurrency = Syntax.Integer("--concurrency", "Questions at once. Default: 16.", 1, 1_000_000);
    private readonly Option<long?> _seed = Syntax.Long("--seed", "Fixes which questions --limit leaves, drawn examples and the order of choices. Default: 0.", 0, uint.MaxValue);
    private readonly Option<string?> _onBadLine = Syntax.Choice("--on-bad-line", "What becomes of a data set with lines that hold no question. Default: stop.", "stop", "skip");
    private readonly Option<double?> _minAccuracy = Syntax.Number("--min-accuracy", "Exit with 1 when the share of right answers is below this, 0 to 1.", 0, 1);
    private readonly Option<bool> _saveAnswers = Syntax.Flag("--save-answers", "Write prompts and answers to answers.jsonl too. Default: neither is kept.");
    private readonly Option<bool> _showPrompt = Syntax.Flag("--show-prompt", "Print the first prompt and the answer that it wants, and ask nobody.");
    private readonly Option<string[]> _compare = new("--compare")
    {
        Description = "Compare two folders of earlier evaluations, question by question; exit with 1 when the second is worse and not by chance.",
        HelpName = "A B",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double?> _alpha = Syntax.Number("--alpha", "How sure --compare must be of a drop: its p-value must be below this. Default: 0.05.", 0, 1, aboveMin: false);
    private readonly TargetOptions _target = new();
    private readonly InstrumentOptions _instrument = new();
    private readonly OutputOptions _output = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_evaluation);
        foreach (Option option in new Option[]
        {
            _dataset, _examplesFile, _examples, _limit, _repeats, _maxTokens, _concurrency, _seed, _onBadLine, _minAccuracy, _saveAnswers, _showPrompt, _compare, _alpha,
        })
        {
            command.Options.Add(option);
        }

        _target.AddTo(command);
        _instrument.AddTo(command);
        _output.AddTo(command);

        // An answer ends where the model ends it, and how it is sampled is the evaluation's to say.
        command.Options.Remove(Named(command, "--no-ignore-eos"));
        command.Options.Remove(Named(command, "--sent-stamps"));
        Named(command, "--temperature").Description = "Sampling temperature. Default: the evaluation's.";
    }

    /// <summary>Two earlier evaluations to compare; null for none.</summary>
    public CompareChoice? ReadCompare(ParseResult parse, Problems problems)
    {
        if (parse.GetValue(_compare) is not { Length: 2 } folders)
        {
            if (parse.GetResult(_alpha) is not null)
            {
                problems.Add("--alpha needs --compare");
            }

            return null;
        }

        if (parse.GetValue(_evaluation) is not null)
        {
            problems.Add("--compare asks nobody: leave the evaluation out");
        }

        return new CompareChoice(folders[0], folders[1], parse.GetValue(_alpha) ?? DefaultAlpha);
    }

    public EvalChoice Read(ParseResult parse, Problems problems, JsonObject configuration)
    {
        string? name = parse.GetValue(_evaluation);
        if (string.IsNullOrEmpty(name))
        {
            problems.Add($"the evaluation is missing: name a file, or one of {string.Join(", ", EvaluationSource.BuiltIn)}");
        }

        var choice = new EvalChoice(name ?? "")
        {
            Dataset = parse.GetValue(_dataset),
            ExamplesFile = parse.GetValue(_examplesFile),
            Examples = parse.GetValue(_examples),
            Limit = parse.GetValue(_limit),
            Repeats = parse.GetValue(_repeats),
            MaxTokens = parse.GetValue(_maxTokens),
            Temperature = parse.GetResult("--temperature") is null ? null : parse.GetValue<double?>("--temperature"),
            Concurrency = parse.GetValue(_concurrency) ?? DefaultConcurrency,
            Seed = parse.GetValue(_seed) ?? 0,
            BadLines = parse.GetValue(_onBadLine) == "skip" ? OnBadLine.Skip : OnBadLine.Stop,
            MinAccuracy = parse.GetValue(_minAccuracy),
            SaveAnswers = parse.GetValue(_saveAnswers),
            ShowPrompt = parse.GetValue(_showPrompt),
        };
        configuration["evaluation"] = name;
        configuration["dataset"] = choice.Dataset;
        configuration["few_shot_file"] = choice.ExamplesFile;
        configuration["limit"] = choice.Limit;
        configuration["concurrency"] = choice.Concurrency;
        configuration["seed"] = choice.Seed;
        configuration["on_bad_line"] = choice.BadLines == OnBadLine.Skip ? "skip" : "stop";
        configuration["min_accuracy"] = choice.MinAccuracy;
        configuration["save_answers"] = choice.SaveAnswers;
        return choice;
    }

    /// <summary>The endpoint, and how the client listens to it; null when it cannot be used.</summary>
    public TargetChoice? ReadTarget(ParseResult parse, Problems problems, JsonObject configuration)
    {
        TargetChoice? target = _target.Read(parse, problems, configuration);
        InstrumentChoice instrument = _instrument.Read(parse, target, problems, configuration);
        return target is null ? null : target with { Instrument = instrument };
    }

    /// <summary>Where results go, and what counts as success.</summary>
    public OutputChoice ReadOutput(ParseResult parse, string name, Problems problems, JsonObject configuration) =>
        _output.Read(parse, "eval-" + Path.GetFileNameWithoutExtension(name), problems, configuration);

    private static Option Named(Command command, string name) => command.Options.First(option => option.Name == name);
}

/// <summary>An evaluation as the user chose it. What is null is the evaluation's own to say.</summary>
internal sealed record EvalChoice(string Evaluation)
{
    public string? Dataset { get; init; }

    public string? ExamplesFile { get; init; }

    public int? Examples { get; init; }

    public int? Limit { get; init; }

    public int? Repeats { get; init; }

    public int? MaxTokens { get; init; }

    public double? Temperature { get; init; }

    public int Concurrency { get; init; }

    public long Seed { get; init; }

    public OnBadLine BadLines { get; init; }

    public double? MinAccuracy { get; init; }

    public bool SaveAnswers { get; init; }

    public bool ShowPrompt { get; init; }
}

/// <summary>Two earlier evaluations, and how sure a drop must be.</summary>
internal sealed record CompareChoice(string Before, string After, double Alpha);
