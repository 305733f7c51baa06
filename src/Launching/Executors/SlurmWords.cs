using System.Globalization;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>The words of Slurm's commands.</summary>
internal static class SlurmWords
{
    /// <summary>
    /// A job that holds the nodes for as long as this command runs, which is why it is none of <c>sbatch</c>: a batch script would outlive a
    /// launcher that was killed.
    /// </summary>
    public static IReadOnlyList<string> Allocate(LaunchPlan plan, RunPlace run, SlurmOptions options)
    {
        // Whole nodes with all their cores and memory: without these a step would get one core. Extra options come last and win.
        List<string> words = ["salloc", $"--job-name={run.JobName}", $"--nodes={plan.Nodes}", "--exclusive", "--mem=0"];
        Add(words, "--partition", options.Partition);
        Add(words, "--account", options.Account);
        Add(words, "--time", options.Time);
        AddGpus(words, options.Gpus, GpusPerNode(plan.Workers));
        words.AddRange(options.Extra);
        words.AddRange(["sleep", "infinity"]);
        return words;
    }

    /// <summary>One step.</summary>
    public static IReadOnlyList<string> Step(
        WorkerPlan worker, RunPlace run, SlurmOptions options, string job, string name, IReadOnlyList<NodePlace> nodes, int gpusPerNode, string? image,
        IReadOnlyList<string> command)
    {
        // Overlapping: workers share nodes, and each sees all of a node's GPUs and takes those that its variables name.
        List<string> words =
        [
            "srun", $"--jobid={job}", $"--job-name={run.NameOf(name)}", $"--nodes={nodes.Count}", $"--ntasks={nodes.Count}", "--ntasks-per-node=1",
            $"--nodelist={string.Join(',', nodes.Select(node => node.Name))}", "--overlap", "--cpu-bind=none", "--kill-on-bad-exit=1", "--unbuffered", "--export=ALL",
        ];
        AddGpus(words, options.Gpus, gpusPerNode);
        if (image is not null)
        {
            AddContainer(words, worker, run, name, image);
        }

        words.AddRange(options.StepExtra);
        words.AddRange(command);
        return words;
    }

    /// <summary>GPUs that each node must have for these workers.</summary>
    public static int GpusPerNode(IEnumerable<WorkerPlan> workers) => workers.SelectMany(worker => worker.Gpus).DefaultIfEmpty(-1).Max() + 1;

    private static void AddContainer(List<string> words, WorkerPlan worker, RunPlace run, string name, string image)
    {
        words.Add($"--container-image={image}");
        List<string> mounts = [.. worker.Mounts.Select(mount => $"{mount.HostPath}:{mount.ContainerPath}{(mount.IsReadOnly ? ":ro" : "")}")];
        if (worker.Files.Count > 0)
        {
            mounts.Add($"{run.FilesOf(name)}:{Placing.ContainerFiles}:ro");
        }

        if (mounts.Count > 0)
        {
            words.Add($"--container-mounts={string.Join(',', mounts)}");
        }

        words.Add("--no-container-entrypoint");
        if (worker.Environment.Count > 0)
        {
            // An image's own variables win over the job's, but for those named here.
            words.Add($"--container-env={string.Join(',', worker.Environment.Select(variable => variable.Name))}");
        }
    }

    private static void Add(List<string> words, string option, string? value)
    {
        if (value is not null)
        {
            words.Add($"{option}={value}");
        }
    }

    private static void AddGpus(List<string> words, SlurmGpus how, int count)
    {
        if (count > 0 && how != SlurmGpus.None)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{(how == SlurmGpus.Gres ? "--gres=gpu:" : "--gpus-per-node=")}{count}"));
        }
    }
}
