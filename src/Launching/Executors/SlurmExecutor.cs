using LoadGen.Launching.Plans;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Executors;

/// <summary>
/// Steps of a Slurm job: of the one that the launcher is in, or of one that it asks for. Each worker is a step of its own, on the nodes that
/// the plan gives it, so that prefill and decode may differ in everything.
/// </summary>
/// <param name="programs">Where Slurm's commands are found.</param>
/// <param name="options">What the cluster wants to know.</param>
/// <param name="own">How this program starts itself; on all nodes alike.</param>
/// <param name="time">The clock.</param>
public sealed class SlurmExecutor(IPrograms programs, SlurmOptions options, IReadOnlyList<string> own, TimeProvider time) : IExecutor
{
    /// <summary>The name of what holds the job, in logs and in the manifest.</summary>
    public const string HolderName = "job";

    private readonly SlurmJob _slurm = new(programs);
    private readonly EnrootImport _import = new(programs, time);
    private string _job = options.OuterJob ?? "JOB";
    private int _gpusPerNode;

    /// <inheritdoc/>
    public ExecutorKind Kind => ExecutorKind.Slurm;

    /// <inheritdoc/>
    public IReadOnlyList<string> ProblemsOf(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. NodeSpans.ProblemsOf(plan)];
    }

    /// <inheritdoc/>
    public PlacedProcess? Holder(LaunchPlan plan, RunPlace run)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(run);
        _gpusPerNode = SlurmWords.GpusPerNode(plan.Workers);
        if (options.OuterJob is not null)
        {
            return null;
        }

        IReadOnlyList<string> words = SlurmWords.Allocate(plan, run, options);
        return new PlacedProcess
        {
            Name = HolderName,
            Worker = new WorkerPlan { Name = HolderName, Role = LaunchRole.Frontend, Command = [], Port = 0 },
            Nodes = [NodePlace.Local],
            Command = words,
            Environment = [],
            LaunchWords = words,
            LaunchEnvironment = new Dictionary<string, string> { [RunPlace.MarkVariable] = run.MarkOf(HolderName) },
            // By its name, which no other job bears: its id is not known while it waits in the queue.
            Teardown = [["scancel", "--quiet", $"--name={run.JobName}"]],
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NodePlace>?> FindNodesAsync(LaunchPlan plan, RunPlace run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(run);
        string names;
        if (options.OuterJob is not null)
        {
            names = await _slurm.NodesOfAsync(options.OuterJob, cancellation);
        }
        else if (await _slurm.FindAsync(run.JobName, cancellation) is { } found)
        {
            (_job, names) = found;
        }
        else
        {
            return null;
        }

        IReadOnlyList<NodePlace> nodes = await _slurm.ResolveAsync(names, cancellation);
        return nodes.Count - options.FirstNode >= plan.Nodes
            ? [.. nodes.Skip(options.FirstNode)]
            : throw new LaunchException(LaunchError.Unusable, $"{plan.Recipe} wants {plan.Nodes} nodes, and Slurm job {_job} has {nodes.Count}{(options.FirstNode > 0 ? $", {options.FirstNode} of them taken" : "")}: allocate more, or start outside of it");
    }

    /// <inheritdoc/>
    public IReadOnlyList<NodePlace> NodesToCome(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. Enumerable.Range(0, plan.Nodes).Select(index => new NodePlace($"NODE{index}", $"NODE{index}"))];
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(LaunchPlan plan, RunPlace run, IReadOnlyList<NodePlace> nodes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(nodes);
        if (options.ImageFolder is not { } folder)
        {
            return;
        }

        IReadOnlyList<string> step = StepOn(nodes[0]);
        foreach (string image in plan.Workers.Select(worker => worker.Image?.Text).OfType<string>().Distinct().Where(image => !EnrootImage.IsFile(image)))
        {
            await _import.EnsureAsync(image, folder, step, cancellation);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PlacedProcess> Place(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(nodes);
        // One step over all of the worker's nodes where each has the same words (MPI engines count on it), else one for each.
        return worker.Nodes == 1 || !PlaceholderValues.DifferByNode(worker)
            ? [PlaceOne(worker, run, nodes, 0, worker.Nodes, worker.Name)]
            : [.. Enumerable.Range(0, worker.Nodes).Select(rank => PlaceOne(worker, run, nodes, rank, 1, Placing.NameOf(worker, rank)))];
    }

    /// <inheritdoc/>
    public async Task<StartedTrace?> FindTraceAsync(PlacedProcess process, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (process.Step is null)
        {
            return StartedTrace.Nothing;
        }

        return await _slurm.StepAsync(_job, process.Step, cancellation) is { } step ? new StartedTrace(null, step, ["scancel", "--quiet", step]) : null;
    }

    /// <inheritdoc/>
    public Task<string?> DigestAsync(string image, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <summary>The words in front of a short command that is to run on a node.</summary>
    public IReadOnlyList<string> StepOn(NodePlace node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return ["srun", $"--jobid={_job}", "--nodes=1", "--ntasks=1", $"--nodelist={node.Name}", "--overlap"];
    }

    private PlacedProcess PlaceOne(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes, int rank, int count, string name)
    {
        string? image = worker.Image?.Text is { } named ? ImageOf(named) : null;
        PlaceholderValues values = Placing.ValuesOf(worker, nodes, rank, image is null ? run.FilesOf(name) : Placing.ContainerFiles);
        IReadOnlyList<string> command = image is null ? Placing.FillBare(worker.Command, values, own) : Placing.Fill(worker.Command, values);
        IReadOnlyList<KeyValuePair<string, string?>> environment = Placing.Fill(worker.Environment, values);
        IReadOnlyList<NodePlace> places = [.. nodes.Skip(worker.Node + rank).Take(count)];
        return new PlacedProcess
        {
            Name = name,
            Worker = worker,
            Nodes = places,
            NodeRank = rank,
            Command = command,
            Environment = environment,
            Files = Placing.Fill(worker.Files, values),
            LaunchWords = SlurmWords.Step(worker, run, options, _job, name, places, worker.Gpus.Count == 0 ? 0 : Math.Max(_gpusPerNode, SlurmWords.GpusPerNode([worker])), image, command),
            LaunchEnvironment = Placing.SetFor(environment, run, name),
            Image = worker.Image?.Text,
            Step = run.NameOf(name),
        };
    }

    private string ImageOf(string image) =>
        EnrootImage.IsFile(image) ? image
        : options.ImageFolder is { } folder ? Path.Combine(folder, EnrootImage.FileOf(image))
        : EnrootImage.NameOf(image);
}
