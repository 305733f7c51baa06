using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>What decides an engine's figures beside its plan: where the cluster puts it, and which programs it is.</summary>
internal static class EngineParts
{
    public static IReadOnlyList<string> Of(EngineLaunch launch, FileContents files) => launch.Executor switch
    {
        ExecutorKind.Slurm => OfCluster(launch.Settings.Slurm),
        ExecutorKind.Process => [.. launch.Plan.Workers.Where(worker => worker.ServedBy is null).SelectMany(worker => OfWorker(worker, files))],
        _ => [],
    };

    // Not in it: limits of time, and where images are kept.
    private static IReadOnlyList<string> OfCluster(SlurmSection slurm) =>
    [
        $"partition {slurm.Partition}", $"account {slurm.Account}", $"gpus {slurm.Gpus ?? SlurmGpus.GpusPerNode}",
        .. (slurm.Extra ?? []).Select(word => $"extra {word}"), .. (slurm.StepExtra ?? []).Select(word => $"step {word}"),
    ];

    private static IEnumerable<string> OfWorker(WorkerPlan worker, FileContents files) =>
        files.OfCommand([.. worker.Command.Select(word => word.Text)]).Select(content => $"{worker.Name} {content}");
}
