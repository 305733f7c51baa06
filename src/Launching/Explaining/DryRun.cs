using LoadGen.Launching.Life;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Explaining;

/// <summary>Writes a plan as what would run: command lines that a shell takes, and around them, as comments, where and in what.</summary>
public static class DryRun
{
    /// <summary>Writes every worker.</summary>
    /// <param name="writer">Takes the text.</param>
    /// <param name="plan">What is to be started.</param>
    /// <param name="wordsOf">
    /// The command lines of an executor that has placed the worker, such as its <c>docker run</c>; null: the worker's own command, in which
    /// what only a placed process has stands as <see cref="Placeholder"/>.
    /// </param>
    /// <param name="routerUnit">The router as the worker that the launcher makes of it, with its configuration; null: it is only named.</param>
    public static void Write(
        TextWriter writer, LaunchPlan plan, Func<WorkerPlan, IEnumerable<IReadOnlyList<string>>>? wordsOf = null, WorkerPlan? routerUnit = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(plan);
        var mask = new SecretMask(SecretName.ValuesIn(plan));
        writer.Write($"# {plan.Recipe} on {plan.Sku}: {plan.Model}, {plan.Precision}; {Count(plan.Nodes, "node")}; requests to port {plan.Port}\n");
        foreach (WorkerPlan worker in routerUnit is null ? plan.Workers : [.. plan.Workers, routerUnit])
        {
            WriteWorker(writer, worker, wordsOf, mask);
        }

        if (plan.Router is { } router && routerUnit is null)
        {
            writer.Write($"\n# router: node 0, port {router.Port}, protocol {router.Protocol}, {Names(plan, LaunchRole.Prefill)} to {Names(plan, LaunchRole.Decode)}\n");
        }
    }

    private static void WriteWorker(TextWriter writer, WorkerPlan worker, Func<WorkerPlan, IEnumerable<IReadOnlyList<string>>>? wordsOf, SecretMask mask)
    {
        writer.Write($"\n# {worker.Name}: {Place(worker)}\n");
        WriteSurroundings(writer, worker, mask);
        WriteFiles(writer, worker, mask);
        foreach (IReadOnlyList<string> words in worker.ServedBy is not null ? [] : wordsOf?.Invoke(worker) ?? [Own(worker)])
        {
            writer.Write(ShellQuote.Line(words.Select(mask.Apply)) + "\n");
        }
    }

    /// <summary>The worker's command as one that <c>env</c> runs: variables from the launcher's environment are there already.</summary>
    private static IReadOnlyList<string> Own(WorkerPlan worker)
    {
        string[] assignments = [.. worker.Environment.Where(variable => variable.Value is not null).Select(variable => $"{variable.Name}={variable.Value}")];
        return [.. assignments.Length > 0 ? ["env", .. assignments] : (string[])[], .. worker.Command.Select(word => word.Text)];
    }

    private static void WriteSurroundings(TextWriter writer, WorkerPlan worker, SecretMask mask)
    {
        if (worker.ServedBy is { } other)
        {
            writer.Write($"# served by the process of {other}\n");
            return;
        }

        if (worker.Image is { } image)
        {
            writer.Write($"# image {image.Text}\n");
        }

        if (worker.ContainerFlags.Count > 0)
        {
            writer.Write($"# container {ShellQuote.Line(worker.ContainerFlags.Select(flag => mask.Apply(flag.Text)))}\n");
        }

        foreach (PlanMount mount in worker.Mounts)
        {
            writer.Write($"# mount {ShellQuote.Word($"{mount.HostPath}:{mount.ContainerPath}{(mount.IsReadOnly ? ":ro" : "")}")}\n");
        }

        foreach (PlanVariable variable in worker.Environment.Where(variable => variable.Value is null))
        {
            writer.Write($"# {variable.Name} from the launcher's environment\n");
        }
    }

    private static void WriteFiles(TextWriter writer, WorkerPlan worker, SecretMask mask)
    {
        foreach (PlanFile file in worker.Files)
        {
            writer.Write($"# file {Placeholder.Files}/{file.Name}\n");
            foreach (string line in file.Content.TrimEnd('\n').Split('\n'))
            {
                writer.Write($"#   {mask.Apply(line)}".TrimEnd() + "\n");
            }
        }
    }

    private static string Names(LaunchPlan plan, LaunchRole role) =>
        string.Join(", ", plan.Workers.Where(worker => worker.Role == role).Select(worker => worker.Name));

    private static string Place(WorkerPlan worker)
    {
        string nodes = worker.Nodes == 1 ? $"node {worker.Node}" : $"nodes {worker.Node} to {worker.Node + worker.Nodes - 1}";
        string gpus = worker.Gpus.Count == 0 ? "no GPU" : $"GPUs {string.Join(',', worker.Gpus)}{(worker.Nodes > 1 ? " of each" : "")}";
        string bootstrap = worker.BootstrapPort is { } port ? $", bootstrap {port}" : "";
        return $"{nodes}, {gpus}, port {worker.Port}{bootstrap}";
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
