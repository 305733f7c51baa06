using LoadGen.Launching.Executors;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary><c>runtime</c>: what the executor needs is installed and answers; for a bare process, its program.</summary>
public sealed class RuntimeCheck : IPreflightCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private static readonly string[] s_slurm = ["srun", "salloc", "squeue", "scontrol", "scancel"];

    /// <inheritdoc/>
    public string Name => "runtime";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Executor switch
        {
            ExecutorKind.Docker => await DockerAsync(context, cancellation),
            ExecutorKind.Slurm => [.. Slurm(context)],
            _ => [.. Bare(context)],
        };
    }

    private IEnumerable<Finding> Bare(PreflightContext context) =>
        from worker in context.Plan.Workers
        where worker.Command.Count > 0
        let program = worker.Command[0].Text
        where program != Placing.OwnName && context.Programs.Find(program) is null
        group worker.Name by program into missing
        select new Finding(Name, Severity.Error, $"'{missing.Key}', the program of {string.Join(", ", missing)}, is not installed", "install the engine and put its folder on PATH, or use --executor docker");

    private IEnumerable<Finding> Slurm(PreflightContext context)
    {
        string[] missing = [.. s_slurm.Where(name => context.Programs.Find(name) is null)];
        if (missing.Length > 0)
        {
            yield return new Finding(Name, Severity.Error, $"{string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} not installed", "start it on a login node of the cluster, with Slurm's commands on PATH");
        }
    }

    private async Task<IReadOnlyList<Finding>> DockerAsync(PreflightContext context, CancellationToken cancellation)
    {
        const string Fix = "start the Docker daemon (systemctl start docker), join the group docker, or use --executor process";
        try
        {
            ProgramResult result = await context.Programs.RunAsync(["docker", "version", "--format", "{{.Server.Version}}"], s_limit, cancellation);
            return result.ExitCode == 0 ? [] : [new Finding(Name, Severity.Error, $"docker does not answer: {result.Complaint}", Fix)];
        }
        catch (ProgramException e)
        {
            return [new Finding(Name, Severity.Error, e.Message, Fix)];
        }
    }
}
