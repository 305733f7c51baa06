using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Cli.Commands;
using LoadGen.Cli.Options;
using LoadGen.Evaluation.Results;
using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Cli.Checking;

/// <summary>The evaluations that an SLA's accuracy objectives ask for, made of the same endpoint when the load is over.</summary>
internal sealed class Evaluations(Sla sla, SlaSource source, TargetChoice target, OutputChoice output, string folder)
{
    private const int DefaultConcurrency = 16; // as loadgen eval

    private readonly List<JsonElement?> _documents = [];

    /// <summary>Their documents, in the order of <see cref="CheckFacts.Evaluations"/>; null for one that was not made.</summary>
    public IReadOnlyList<JsonElement?> Documents => [.. CheckFacts.Evaluations(sla).Select((_, i) => i < _documents.Count ? _documents[i] : null)];

    /// <summary>Makes them, each in a folder of its own inside the check's, which gets a copy of its document.</summary>
    /// <returns>What went wrong, in a line; null when nothing did.</returns>
    public async Task<string?> RunAsync(int? concurrency, CancellationToken cancellation)
    {
        foreach ((string evaluation, string? dataset) in CheckFacts.Evaluations(sla))
        {
            if (cancellation.IsCancellationRequested)
            {
                return null;
            }

            int number = _documents.Count + 1;
            var choice = new EvalChoice(Placed(evaluation, isName: true)) { Dataset = dataset is null ? null : Placed(dataset, isName: false), Concurrency = concurrency ?? DefaultConcurrency };
            OutputChoice into = output with { Folder = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"evaluation-{number}")), Calibration = null };
            var configuration = new JsonObject { ["evaluation"] = evaluation, ["dataset"] = dataset, ["concurrency"] = choice.Concurrency };
            EvalReport report = await EvalSession.RunAsync(choice, target, into, configuration, cancellation);
            string document = Path.Combine(report.Run.Folder, EvaluationDocument.FileName);
            if (!File.Exists(document) || report.Run.Verdict.Kind is RunVerdictKind.Unreachable)
            {
                return $"the evaluation {evaluation} could not be made: {report.Run.Verdict.Message}";
            }

            // Beside the verdict and in its evidence. The questions' own texts are in neither.
            File.Copy(document, Path.Combine(folder, EvidencePacker.EvaluationName(number)), overwrite: true);
            _documents.Add(JsonDocument.Parse(await File.ReadAllBytesAsync(document, CancellationToken.None)).RootElement);
        }

        return null;
    }

    // Files are relative to the SLA's own; an evaluation that is a bare word is one that the program carries.
    private string Placed(string file, bool isName)
    {
        bool isWord = isName && !file.Contains('/', StringComparison.Ordinal) && !file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".yml", StringComparison.Ordinal);
        return isWord || source.Folder is null ? file : Path.Combine(source.Folder, file);
    }
}
