using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Cli.Commands;
using LoadGen.Cli.Options;
using LoadGen.Evaluation.Results;
using LoadGen.Measurement.Results;
using LoadGen.Transport;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Cli.Checking;

/// <summary>The evaluations that an SLA's accuracy objectives ask for, made of the same endpoint when the load is over.</summary>
internal sealed class Evaluations(Sla sla, SlaSource source, OutputChoice output, int? concurrency)
{
    private const int DefaultConcurrency = 16; // as loadgen eval

    private readonly List<JsonElement> _documents = [];
    private readonly IReadOnlyList<(string Evaluation, string? Dataset)> _asked = CheckFacts.Evaluations(sla);

    /// <summary>How many were made.</summary>
    public int Made => _documents.Count;

    /// <summary>Their documents, in the order of <see cref="CheckFacts.Evaluations"/>; null for one that was not made.</summary>
    public IReadOnlyList<JsonElement?> Documents => [.. _asked.Select((_, i) => i < _documents.Count ? _documents[i] : (JsonElement?)null)];

    /// <summary>Reads their files: what is wrong with one is better known before the load than after it.</summary>
    /// <exception cref="UsageException">One names no questions.</exception>
    /// <exception cref="LoadGen.Evaluation.Questions.QuestionFileException">The questions of one cannot be used.</exception>
    /// <exception cref="LoadGen.Configuration.ConfigurationException">The file of one cannot be used.</exception>
    public void Check()
    {
        foreach ((string evaluation, string? dataset) in _asked)
        {
            EvalSetup.Plan(Choice(evaluation, dataset));
        }
    }

    /// <summary>Makes them, each in a folder of its own inside the check's, which gets a copy of its document.</summary>
    /// <returns>The first that could not be made; null when all were, or were interrupted.</returns>
    public async Task<EvaluationNotMade?> RunAsync(TargetChoice target, string folder, CancellationToken cancellation)
    {
        foreach ((string evaluation, string? dataset) in _asked)
        {
            if (cancellation.IsCancellationRequested)
            {
                return null;
            }

            int number = _documents.Count + 1;
            EvalChoice choice = Choice(evaluation, dataset);
            OutputChoice into = output with { Folder = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"evaluation-{number}")), Calibration = null };
            var configuration = new JsonObject { ["evaluation"] = evaluation, ["dataset"] = dataset, ["concurrency"] = choice.Concurrency };
            EvalReport report;
            try
            {
                report = await EvalSession.RunAsync(choice, target, into, configuration, cancellation);
            }
            catch (TransportException e) when (e.Error != TransportError.Aborted)
            {
                return new EvaluationNotMade($"the evaluation {evaluation} could not be made: {e.Message}", IsUnreachable: true);
            }

            if (report.Run.Verdict.Kind == RunVerdictKind.Interrupted)
            {
                return null;
            }

            string document = Path.Combine(report.Run.Folder, EvaluationDocument.FileName);
            if (!File.Exists(document) || report.Run.Verdict.Kind == RunVerdictKind.Unreachable)
            {
                return new EvaluationNotMade(
                    $"the evaluation {evaluation} could not be made: {report.Run.Verdict.Message}", report.Run.Verdict.Kind == RunVerdictKind.Unreachable);
            }

            // Beside the verdict and in its evidence.
            File.Copy(document, Path.Combine(folder, EvidencePacker.EvaluationName(number)), overwrite: true);
            _documents.Add(JsonDocument.Parse(await File.ReadAllBytesAsync(document, CancellationToken.None)).RootElement);
        }

        return null;
    }

    private EvalChoice Choice(string evaluation, string? dataset) => new(Placed(evaluation, isName: true))
    {
        Dataset = dataset is null ? null : Placed(dataset, isName: false),
        Concurrency = concurrency ?? DefaultConcurrency,
    };

    // Files are relative to the SLA's own; an evaluation that is a bare word is one that the program carries.
    private string Placed(string file, bool isName)
    {
        bool isWord = isName && !file.Contains('/', StringComparison.Ordinal) && !file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".yml", StringComparison.Ordinal);
        return isWord || source.Folder is null ? file : Path.Combine(source.Folder, file);
    }
}

/// <summary>Why an evaluation was not made, in a line.</summary>
/// <param name="Message">The line.</param>
/// <param name="IsUnreachable">Nobody was there any more.</param>
internal sealed record EvaluationNotMade(string Message, bool IsUnreachable);
