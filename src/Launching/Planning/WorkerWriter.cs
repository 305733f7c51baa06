using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Launching.Expressions;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>Turns what a recipe says of a worker into words, variables and files.</summary>
internal sealed class WorkerWriter
{
    private readonly PlanEvaluator _evaluator;
    private readonly RecipeMap _worker;

    /// <param name="role">What the worker's role is told.</param>
    /// <param name="evaluator">Knows the worker's names; those of <c>let</c> are added.</param>
    /// <param name="set">What the user set, which wins.</param>
    public WorkerWriter(RolePlan role, PlanEvaluator evaluator, SetOptions set)
    {
        _evaluator = evaluator;
        evaluator.Define(role.Merged.Section("let"));

        // The more special wins: what all roles have, its conditions, the role's own, its conditions, what the user set.
        RecipeMap worker = WithConditions(role.Common, role.Common.Section("when"), "when");
        worker = WithConditions(RecipeMerge.Overlay(worker, role.Own), role.Own.Section("when"), $"roles.{role.Name}.when");
        _worker = set.Apply(role.Name, worker);
    }

    /// <summary>The program and its arguments.</summary>
    public IReadOnlyList<PlanText> Command()
    {
        List<PlanText> words = [.. List("command")];
        bool isEquals = _worker.Text("flags") == "equals";
        foreach (RecipeEntry argument in _worker.Section("args").Entries)
        {
            words.AddRange(Argument(argument, isEquals));
        }

        return words;
    }

    public IReadOnlyList<PlanVariable> Environment() =>
    [
        .. _worker.Section("env").Entries.Select(entry => new PlanVariable(
            entry.Key,
            entry.Value is RecipeScalar scalar ? _evaluator.Text(scalar, $"env.{entry.Key}") : null,
            entry.KeyPlace.Origin)),
    ];

    public IReadOnlyList<PlanFile> Files() =>
    [
        .. _worker.Section("files").Entries.Select(entry => new PlanFile(
            entry.Key,
            entry.Value switch
            {
                RecipeMap map => YamlText.Write(map, _evaluator, $"files.{entry.Key}"),
                RecipeScalar scalar => _evaluator.Text(scalar, $"files.{entry.Key}"),
                _ => throw new ConfigurationException([entry.KeyPlace.Problem($"files.{entry.Key}", "found a list; accepted: a mapping, or text")]),
            },
            entry.KeyPlace.Origin)),
    ];

    /// <summary>The words of a list such as <c>container_flags</c>.</summary>
    public IEnumerable<PlanText> List(string key) =>
        _worker.Scalars(key).Select((scalar, i) => new PlanText(_evaluator.Text(scalar, $"{key}[{i}]"), scalar.Place.Origin));

    /// <summary>The image; null for a worker that runs without.</summary>
    /// <param name="asked">What the user wants in its stead; null for the recipe's.</param>
    /// <param name="isNamed">The recipe names one for this worker or another.</param>
    public PlanText? Image(string? asked, bool isNamed)
    {
        if (_worker["image"] is not RecipeScalar image)
        {
            return asked is null || isNamed ? null : new PlanText(asked, "--image");
        }

        string text = _evaluator.Text(image, "image");
        return asked is not null ? new PlanText(asked, "--image")
            : RecipeText.IsImage(text) ? new PlanText(text, image.Place.Origin)
            : throw new ConfigurationException([image.Place.Problem("image", $"found the text '{text}'; accepted: an image's name")]);
    }

    /// <summary>How readiness is seen; half a pair cannot generate alone.</summary>
    public ReadinessPlan Readiness(bool isHalf)
    {
        RecipeMap given = _worker.Section("readiness");
        var plan = new ReadinessPlan();
        return plan with
        {
            HealthPath = given.Text("health") ?? plan.HealthPath,
            ModelsPath = given.Text("models") ?? plan.ModelsPath,
            CanaryPath = isHalf ? "" : given.Text("canary") ?? plan.CanaryPath,
            PortLimit = Seconds(given, "port_limit_s", plan.PortLimit),
            HealthLimit = Seconds(given, "health_limit_s", plan.HealthLimit),
            ModelLimit = Seconds(given, "model_limit_s", plan.ModelLimit),
            CanaryLimit = Seconds(given, "canary_limit_s", plan.CanaryLimit),
        };
    }

    private static TimeSpan Seconds(RecipeMap map, string key, TimeSpan otherwise) =>
        map.Text(key) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? TimeSpan.FromSeconds(seconds) : otherwise;

    private RecipeMap WithConditions(RecipeMap worker, RecipeMap blocks, string path)
    {
        foreach (RecipeEntry block in blocks.Entries)
        {
            var map = (RecipeMap)block.Value;
            if (_evaluator.Truth((RecipeScalar)map["if"]!, $"{path}.{block.Key}.if"))
            {
                worker = RecipeMerge.Overlay(worker, map with { Entries = [.. map.Entries.Where(entry => entry.Key != "if")] });
            }
        }

        return worker;
    }

    private IEnumerable<PlanText> Argument(RecipeEntry argument, bool isEquals)
    {
        // A key that begins with a dash is the whole flag, as ATOM's -tp.
        string flag = argument.Key.StartsWith('-') ? argument.Key : $"--{argument.Key}";
        string origin = argument.KeyPlace.Origin;
        string path = $"args.{argument.Key}";
        if (argument.Value is RecipeList list)
        {
            string[] items = [.. list.Items.OfType<RecipeScalar>().Select((item, i) => _evaluator.Text(item, $"{path}[{i}]"))];
            return isEquals ? items.Select(item => new PlanText($"{flag}={item}", origin)) : [new PlanText(flag, origin), .. items.Select(item => new PlanText(item, origin))];
        }

        var scalar = (RecipeScalar)argument.Value;
        ExpressionValue value = _evaluator.Evaluate(scalar, path);
        if (value.Kind == ExpressionKind.Truth)
        {
            return value.Truth ? [new PlanText(flag, origin)] : [];
        }

        string text = value.ToString();
        return isEquals ? [new PlanText($"{flag}={text}", origin)] : [new PlanText(flag, origin), new PlanText(text, origin)];
    }
}
