using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Running;
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
    /// <exception cref="UsageException">The evaluation has stop texts, and the API has no field for them that is known.</exception>
    public static GenerationOptions Generation(TargetChoice target, EvaluationFile file) => target.Generation with
    {
        IgnoreEos = false,
        Temperature = file.Generation.Temperature,
        ExtraBody = WithStop(target, StopTexts.For(target.Api.Traits, file.Generation)),
    };

    // What the user asks for goes before what the file says.
    private static JsonElement? WithStop(TargetChoice target, IReadOnlyList<string> stop)
    {
        if (stop.Count == 0)
        {
            return target.Generation.ExtraBody;
        }

        string field = StopTexts.Field(target.Api.Name)
            ?? throw new UsageException($"--api {target.Api.Name}: how this API takes texts that end an answer is not known, and the evaluation has some; accepted: chat, completions, anthropic, or an evaluation without stop and stop_in_text");
        JsonObject body = target.Generation.ExtraBody is { } given ? JsonObject.Create(given)! : [];
        if (!body.ContainsKey(field))
        {
            body[field] = new JsonArray([.. stop.Select(text => (JsonNode?)JsonValue.Create(text))]);
        }

        return ExtraBody.Parse(body.ToJsonString());
    }
}
