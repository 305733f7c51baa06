using LoadGen.Launching.Executors;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary><c>runtime</c>: what the executor needs is installed and answers; for a bare process, its program.</summary>
public sealed class RuntimeCheck : IPreflightCheck
{
    /// <summary>Its name, for checks that can tell nothing where this one has found an error.</summary>
    public const string CheckName = "runtime";

    // Both answer in milliseconds, or after a timeout of their own: of Slurm's 10 s for a message.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private static readonly string[] s_slurm = ["srun", "salloc", "squeue", "scontrol", "scancel"];

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Executor switch
        {
            ExecutorKind.Docker => await DockerAsync(context, cancellation),
            ExecutorKind.Slurm => await SlurmAsync(context, cancellation),
            _ => [.. Bare(context)],
        };
    }

    private IEnumerable<Finding> Bare(PreflightContext context) =>
        from worker in context.Plan.Workers
        where worker.Command.Count > 0
        let program = worker.Command[0].Text
        where program != Placing.OwnName && context.Programs.Find(program) is null
        group worker.Name by program into missing
        select Error($"'{missing.Key}', the program of {string.Join(", ", missing)}, is not installed", "install the engine and put its folder on PATH, or use --executor docker");

    private async Task<IReadOnlyList<Finding>> SlurmAsync(PreflightContext context, CancellationToken cancellation)
    {
        string[] missing = [.. s_slurm.Where(name => context.Programs.Find(name) is null)];
        if (missing.Length > 0)
        {
            return [Error($"{string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} not installed", "start it on a login node of the cluster, with Slurm's commands on PATH")];
        }

        const string Fix = "see to slurmctld (systemctl status slurmctld munge, on the controller's host), or start it on a login node of the cluster";
        return await AskAsync(context, ["scontrol", "ping"], NoController, "the Slurm controller does not answer", Fix, cancellation);
    }

    private async Task<IReadOnlyList<Finding>> DockerAsync(PreflightContext context, CancellationToken cancellation)
    {
        if (context.Programs.Find("docker") is null)
        {
            return [Error("docker is not installed, or its folder is not on PATH", "install Docker (or podman with its docker command), or use --executor process")];
        }

        const string Fix = "start the Docker daemon (systemctl start docker), join the group docker, or use --executor process";
        return await AskAsync(context, ["docker", "version", "--format", "{{.Server.Version}}"], result => result.ExitCode == 0 ? null : result.Complaint, "docker does not answer", Fix, cancellation);
    }

    private async Task<IReadOnlyList<Finding>> AskAsync(
        PreflightContext context, IReadOnlyList<string> words, Func<ProgramResult, string?> complaint, string what, string fix, CancellationToken cancellation)
    {
        try
        {
            return complaint(await context.Programs.RunAsync(words, s_limit, cancellation)) is { } why ? [Error($"{what}: {why}", fix)] : [];
        }
        catch (ProgramException e)
        {
            return [Error($"{what}: {e.Message}", fix)];
        }
    }

    // A line for each controller, "Slurmctld(primary) at gpu1 is UP", before Slurm 18 one for both, "… are UP/DOWN"; a banner of stars where all are
    // down. The exit code tells of that in later releases only.
    private static string? NoController(ProgramResult result)
    {
        string[] lines = [.. result.Stdout.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("Slurmctld", StringComparison.Ordinal))];
        return Says("UP") || (result.ExitCode == 0 && !Says("DOWN")) ? null : lines.FirstOrDefault(result.Complaint);

        bool Says(string state) => lines.Any(line => line[(line.LastIndexOf(' ') + 1)..].Split('/').Contains(state));
    }

    private Finding Error(string what, string fix) => new(Name, Severity.Error, what, fix);
}
