using System.Globalization;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Programs;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Executors;

/// <summary>Containers of this host, through the <c>docker</c> command. A worker without an image runs bare.</summary>
/// <param name="programs">Where <c>docker</c> is found.</param>
/// <param name="own">How this program starts itself.</param>
/// <param name="processes">This host's processes; null: as <c>/proc</c> has them.</param>
public sealed class DockerExecutor(IPrograms programs, IReadOnlyList<string> own, IProcessTable? processes = null) : LocalExecutor
{
    // NCCL and the engines' message queues live in /dev/shm; 32 GB is the larger of what the vendors' recipes give.
    private const string ShmSize = "32g";

    private static readonly TimeSpan s_inspectLimit = TimeSpan.FromSeconds(20);

    // Containers share the host's network and IPC: engines that hand caches over find each other by the host's addresses.
    private static readonly (string Option, string Word)[] s_always = [("--network", "--network=host"), ("--ipc", "--ipc=host"), ("--shm-size", $"--shm-size={ShmSize}")];

    private readonly ProcessExecutor _bare = new(own);
    private readonly IProcessTable _processes = processes ?? new ProcessTable();

    /// <inheritdoc/>
    public override ExecutorKind Kind => ExecutorKind.Docker;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ProblemsOf(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return
        [
            .. LocalNodes.ProblemsOf(plan, "docker"),
            .. plan.Workers.Any(worker => worker.Image is not null) ? (string[])[] : [$"{plan.Recipe} names no image: give one with --image, or use --executor process"],
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedProcess> Place(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(run);
        if (worker.Image is not { Text: var image })
        {
            return _bare.Place(worker, run, nodes);
        }

        PlaceholderValues values = Placing.ValuesOf(worker, nodes, 0, Placing.ContainerFiles);
        IReadOnlyList<string> command = Placing.Fill(worker.Command, values);
        IReadOnlyList<KeyValuePair<string, string?>> environment = Placing.Fill(worker.Environment, values);
        string name = run.NameOf(worker.Name);
        return
        [
            new PlacedProcess
            {
                Name = worker.Name,
                Worker = worker,
                Nodes = [nodes[worker.Node]],
                Command = command,
                Environment = environment,
                Files = Placing.Fill(worker.Files, values),
                LaunchWords = WordsOf(worker, run, name, image, command, environment, values),
                LaunchEnvironment = new Dictionary<string, string> { [RunPlace.MarkVariable] = run.MarkOf(worker.Name) },
                Teardown = [["docker", "rm", "--force", "--volumes", name]],
                Image = image,
                Container = name,
            },
        ];
    }

    /// <inheritdoc/>
    public override async Task<StartedTrace?> FindTraceAsync(PlacedProcess process, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (process.Container is null)
        {
            return StartedTrace.Nothing;
        }

        ProgramResult result = await programs.RunAsync(["docker", "inspect", "--format", "{{.State.Pid}} {{.Id}}", process.Container], s_inspectLimit, cancellation);
        // 0 until it runs, and again when it has ended.
        return result.ExitCode == 0 && result.Stdout.Trim().Split(' ') is [var number, { Length: > 0 } id]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0
            ? new StartedTrace(ContainerProcess.Find(_processes, pid, id), null, null)
            : null;
    }

    /// <inheritdoc/>
    public override async Task<string?> DigestAsync(string image, CancellationToken cancellation)
    {
        ProgramResult result = await programs.RunAsync(["docker", "image", "inspect", "--format", "{{if .RepoDigests}}{{index .RepoDigests 0}}{{else}}{{.Id}}{{end}}", image], s_inspectLimit, cancellation);
        return result.ExitCode == 0 && result.Stdout.Trim() is { Length: > 0 } digest ? digest : null;
    }

    private static List<string> WordsOf(
        WorkerPlan worker, RunPlace run, string name, string image, IReadOnlyList<string> command, IReadOnlyList<KeyValuePair<string, string?>> environment, PlaceholderValues values)
    {
        IReadOnlyList<string> flags = Placing.Fill(worker.ContainerFlags, values);
        List<string> words = ["docker", "run", "--name", name, "--label", $"loadgen.launch={run.Id}"];
        words.AddRange(s_always.Where(always => !Has(flags, always.Option)).Select(always => always.Word));
        words.AddRange(flags);
        foreach (PlanMount mount in worker.Mounts)
        {
            words.AddRange(["--volume", $"{mount.HostPath}:{mount.ContainerPath}{(mount.IsReadOnly ? ":ro" : "")}"]);
        }

        if (worker.Files.Count > 0)
        {
            words.AddRange(["--volume", $"{run.FilesOf(worker.Name)}:{Placing.ContainerFiles}:ro"]);
        }

        foreach ((string variable, string? value) in environment)
        {
            words.AddRange(["--env", value is null ? variable : $"{variable}={value}"]);
        }

        // Images differ in their entrypoints; the plan's command is whole.
        if (!Has(flags, "--entrypoint"))
        {
            words.AddRange(["--entrypoint", command[0]]);
            command = [.. command.Skip(1)];
        }

        words.Add(image);
        words.AddRange(command);
        return words;
    }

    private static bool Has(IReadOnlyList<string> flags, string option) =>
        flags.Any(flag => flag == option || flag.StartsWith(option + "=", StringComparison.Ordinal));
}
