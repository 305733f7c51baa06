using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>What all executors do alike: a worker's texts with everything put in.</summary>
internal static class Placing
{
    /// <summary>Where a container sees its worker's generated files.</summary>
    public const string ContainerFiles = "/loadgen/files";

    /// <summary>This program, in a recipe's command.</summary>
    public const string OwnName = "loadgen";

    public static PlaceholderValues ValuesOf(WorkerPlan worker, IReadOnlyList<NodePlace> nodes, int rank, string files) =>
        new(nodes[worker.Node + rank].Address, nodes[worker.Node].Address, rank, worker.Gpus, files);

    public static string NameOf(WorkerPlan worker, int rank) => worker.Nodes == 1 ? worker.Name : $"{worker.Name}-{rank}";

    public static IReadOnlyList<string> Fill(IEnumerable<PlanText> words, PlaceholderValues values) => [.. words.Select(word => values.Fill(word.Text))];

    /// <summary>The command of a worker that runs bare. The program <c>loadgen</c> is this very one, wherever it lies: nobody has to put it on PATH.</summary>
    public static IReadOnlyList<string> FillBare(IReadOnlyList<PlanText> words, PlaceholderValues values, IReadOnlyList<string> own)
    {
        IReadOnlyList<string> filled = Fill(words, values);
        return filled is [OwnName, ..] ? [.. own, .. filled.Skip(1)] : filled;
    }

    public static IReadOnlyList<KeyValuePair<string, string?>> Fill(IEnumerable<PlanVariable> variables, PlaceholderValues values) =>
        [.. variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value is { } value ? values.Fill(value) : null))];

    public static IReadOnlyList<KeyValuePair<string, string>> Fill(IEnumerable<PlanFile> files, PlaceholderValues values) =>
        [.. files.Select(file => KeyValuePair.Create(file.Name, values.Fill(file.Content)))];

    /// <summary>Variables with values, and the mark; those handed on by name are in the supervisor's environment already.</summary>
    public static Dictionary<string, string> SetFor(IEnumerable<KeyValuePair<string, string?>> environment, RunPlace run, string process)
    {
        var set = new Dictionary<string, string>(StringComparer.Ordinal) { [RunPlace.MarkVariable] = run.MarkOf(process) };
        foreach ((string name, string? value) in environment)
        {
            if (value is not null)
            {
                set[name] = value;
            }
        }

        return set;
    }
}
