using System.Globalization;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>What <see cref="Placeholder"/>s stand for in one process.</summary>
/// <param name="Address">The node's address.</param>
/// <param name="Leader">The address of the worker's first node.</param>
/// <param name="NodeRank">The node's number within the worker.</param>
/// <param name="Gpus">The GPUs' indices.</param>
/// <param name="Files">The folder of the worker's files as the process sees it.</param>
public sealed record PlaceholderValues(string Address, string Leader, int NodeRank, IReadOnlyList<int> Gpus, string Files)
{
    /// <summary>The text with everything put in.</summary>
    public string Fill(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text
            .Replace(Placeholder.Address, Address, StringComparison.Ordinal)
            .Replace(Placeholder.Leader, Leader, StringComparison.Ordinal)
            .Replace(Placeholder.NodeRank, NodeRank.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(Placeholder.Gpus, string.Join(',', Gpus), StringComparison.Ordinal)
            .Replace(Placeholder.Files, Files, StringComparison.Ordinal);
    }

    /// <summary>Whether a worker's texts differ from node to node, so that each node needs a command of its own.</summary>
    public static bool DifferByNode(WorkerPlan worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        IEnumerable<string> texts = [.. worker.Command.Select(word => word.Text), .. worker.Environment.Select(variable => variable.Value ?? ""), .. worker.Files.Select(file => file.Content)];
        return texts.Any(text => text.Contains(Placeholder.Address, StringComparison.Ordinal) || text.Contains(Placeholder.NodeRank, StringComparison.Ordinal));
    }
}
