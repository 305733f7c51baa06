using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Life;

/// <summary>What an executor would start, with nothing started: for <c>--dry-run</c>.</summary>
public static class LaunchPreview
{
    // A launch has an id of its own each time: eight digits.
    private const string Id = "ID";

    /// <summary>The command lines of a worker, its variables in front.</summary>
    public static IEnumerable<IReadOnlyList<string>> WordsOf(WorkerPlan worker, LaunchPlan plan, IExecutor executor, string folder)
    {
        ArgumentNullException.ThrowIfNull(executor);
        var run = new RunPlace(Id, Path.GetFullPath(folder));
        foreach (PlacedProcess placed in executor.Place(worker, run, executor.NodesToCome(plan)))
        {
            string[] variables = [.. placed.LaunchEnvironment.Where(variable => variable.Key != RunPlace.MarkVariable).Select(variable => $"{variable.Key}={variable.Value}")];
            yield return [.. variables.Length > 0 ? ["env", .. variables] : (string[])[], .. placed.LaunchWords];
        }
    }

    /// <summary>The command line that holds the nodes; null for none.</summary>
    public static IReadOnlyList<string>? HolderOf(LaunchPlan plan, IExecutor executor, string folder)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.Holder(plan, new RunPlace(Id, Path.GetFullPath(folder)))?.LaunchWords;
    }
}
