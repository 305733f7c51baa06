using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Settings;
using LoadGen.Inference;

namespace LoadGen.Cli.Commands;

/// <summary>Puts an evaluation together from its file and what the user chose.</summary>
internal static class EvalSetup
{
    /// <exception cref="QuestionFileException">The data set cannot be used.</exception>
    /// <exception cref="Configuration.ConfigurationException">The evaluation's file cannot be used.</exception>
    public static EvaluationPlan Plan(EvalChoice choice)
    {
        var source = EvaluationSource.Open(choice.Evaluation);
        EvaluationFile own = source.Document.Value;
        EvaluationFile file = own with
        {
            FewShot = own.FewShot with { Count = choice.Examples ?? own.FewShot.Count },
            Generation = own.Generation with
            {
                MaxTokens = choice.MaxTokens ?? own.Generation.MaxTokens,
                Temperature = choice.Temperature ?? own.Generation.Temperature,
                Repeats = choice.Repeats ?? own.Generation.Repeats,
            },
        };
        QuestionSet set = choice.Dataset is { } dataset ? QuestionFile.Read(dataset, file.Dataset.Shape, choice.BadLines)
            : file.Dataset.File is { } named ? source.Read(named, choice.BadLines)
            : throw new UsageException($"{choice.Evaluation} names no data set: give one with --dataset FILE");
        QuestionSet? examples = file.FewShot.Count == 0 ? null
            : choice.ExamplesFile is { } given ? QuestionFile.Read(given, file.Dataset.Shape, choice.BadLines)
            : file.FewShot.File is { } fewShot ? source.Read(fewShot, choice.BadLines)
            : null;
        return EvaluationPlan.Of(file, set, examples, choice.Limit, choice.Seed, choice.BadLines);
    }

    /// <summary>What every request says: answers end where the model ends them, or at the evaluation's stop texts.</summary>
    public static GenerationOptions Generation(GenerationOptions chosen, EvaluationFile file) => chosen with
    {
        IgnoreEos = false,
        Temperature = file.Generation.Temperature,
        ExtraBody = WithStop(chosen.ExtraBody, file.Generation.Stop),
    };

    // What the user asks for goes before what the file says.
    private static JsonElement? WithStop(JsonElement? extra, IReadOnlyList<string> stop)
    {
        if (stop.Count == 0)
        {
            return extra;
        }

        JsonObject body = extra is { } given ? JsonObject.Create(given)! : [];
        if (!body.ContainsKey("stop"))
        {
            body["stop"] = new JsonArray([.. stop.Select(text => (JsonNode?)JsonValue.Create(text))]);
        }

        return ExtraBody.Parse(body.ToJsonString());
    }
}
