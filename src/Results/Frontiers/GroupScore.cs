using LoadGen.Results.Rows;

namespace LoadGen.Results.Frontiers;

/// <summary>How well the engines of one group answered a task: what its throughput is worth.</summary>
/// <param name="Task">The task.</param>
/// <param name="Points">Rows of the group that have an accuracy on it.</param>
/// <param name="Mean">The mean of their accuracies, 0–1.</param>
/// <param name="Min">The lowest.</param>
/// <param name="Max">The highest.</param>
public sealed record GroupScore(string Task, int Points, double Mean, double Min, double Max)
{
    internal static IReadOnlyList<GroupScore> Of(IEnumerable<ResultRow> rows) =>
    [
        .. from score in rows.SelectMany(row => row.Scores)
           group score.Accuracy by score.Task into task
           orderby task.Key
           select new GroupScore(task.Key, task.Count(), task.Average(), task.Min(), task.Max()),
    ];
}
