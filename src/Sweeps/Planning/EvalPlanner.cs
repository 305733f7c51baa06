using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Settings;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Settings;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Sweeps.Planning;

/// <summary>The evaluations of each point of a configuration. Their files are read once, so that what is wrong with one shows before anything is started.</summary>
internal sealed class EvalPlanner
{
    // Goes up when what is in the fingerprint changes.
    private const string Form = "loadgen.eval-fingerprint.1";

    private readonly double _failureRateMax;
    private readonly List<Prepared> _evals;

    /// <param name="section">The configuration, with the defaults.</param>
    /// <param name="folder">The file's: paths are relative to it.</param>
    /// <param name="failureRateMax">Share of requests that may fail.</param>
    /// <exception cref="ArgumentException">An evaluation cannot be asked; names no parameter.</exception>
    public EvalPlanner(ConfigurationSection section, string folder, double failureRateMax)
    {
        _failureRateMax = failureRateMax;
        _evals = [.. (section.Evals ?? []).Select(eval => Prepare(eval, folder))];
    }

    /// <summary>Those of a point.</summary>
    /// <param name="identity">What the point is of.</param>
    /// <param name="point">The point's fingerprint, which has the engine in it.</param>
    public IReadOnlyList<EvalPlan> Of(PointIdentity identity, string point) =>
    [
        .. from eval in _evals
           where eval.Section.ConcList is not { } concurrencies || (identity.Concurrency is { } own && concurrencies.Contains(own))
           let words = Words(eval, identity)
           select new EvalPlan { Name = eval.Name, Words = words, Fingerprint = FingerprintOf([Form, point, .. words.Except(eval.Files), .. eval.Contents]) },
    ];

    private static Prepared Prepare(EvalSection eval, string folder)
    {
        string name = EvalChecks.NameOf(eval)!;
        try
        {
            // One that the binary carries goes by its name, any other by its file.
            string evaluation = EvaluationSource.BuiltIn.Contains(eval.Evaluation!) ? eval.Evaluation! : Path.GetFullPath(eval.Evaluation!, folder);
            var source = EvaluationSource.Open(evaluation);
            EvaluationFile file = source.Document.Value;
            string? dataset = Full(eval.Dataset, folder);
            string? examples = Full(eval.FewShotFile, folder);
            QuestionSet questions = dataset is not null ? QuestionFile.Read(dataset, file.Dataset.Shape, OnBadLine.Stop)
                : file.Dataset.File is { } own ? source.Read(own, OnBadLine.Stop)
                : throw new ArgumentException($"the evaluation {name} names no data set; accepted: one in dataset");
            QuestionSet? from = examples is not null ? QuestionFile.Read(examples, file.Dataset.Shape, OnBadLine.Stop)
                : file.FewShot.File is { } ownExamples ? source.Read(ownExamples, OnBadLine.Stop)
                : null;
            string settings = Path.IsPathRooted(evaluation) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(evaluation))) : evaluation;
            return new Prepared(
                name, eval, evaluation, dataset, examples, [.. new[] { evaluation, dataset, examples }.OfType<string>()], [settings, questions.Sha256, from?.Sha256 ?? ""]);
        }
        catch (Exception e) when (e is QuestionFileException or Configuration.ConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"the evaluation {name}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static string? Full(string? path, string folder) => path is null ? null : Path.GetFullPath(path, folder);

    private List<string> Words(Prepared eval, PointIdentity identity)
    {
        List<string> words = ["eval", eval.Evaluation];
        void Add(string option, object? value)
        {
            if (value is not null)
            {
                words.AddRange([option, Convert.ToString(value, CultureInfo.InvariantCulture)!]);
            }
        }

        EvalSection section = eval.Section;
        Add("--api", section.Api);
        Add("--model", identity.ModelName);
        Add("--dataset", eval.Dataset);
        Add("--few-shot-file", eval.Examples);
        Add("--few-shot", section.FewShot);
        Add("--limit", section.Limit);
        Add("--repeats", section.Repeats);
        Add("--max-tokens", section.MaxTokens);
        Add("--temperature", section.Temperature);
        Add("--concurrency", section.Concurrency ?? identity.Concurrency);
        Add("--seed", section.Seed);
        Add("--max-failure-rate", _failureRateMax);
        words.AddRange(section.Eval ?? []);
        return words;
    }

    private static string FingerprintOf(IReadOnlyList<string> parts)
    {
        var text = new StringBuilder();
        foreach (string part in parts)
        {
            // With its length: no two lists of parts make one text.
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed record Prepared(
        string Name, EvalSection Section, string Evaluation, string? Dataset, string? Examples, IReadOnlyList<string> Files, IReadOnlyList<string> Contents);
}
