using LoadGen.Launching.Life;
using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;
using LoadGen.Launching.Readiness;
using LoadGen.Launching.Supervising;

namespace LoadGen.Cli.Commands;

/// <summary>This host, as launches see it.</summary>
internal static class LaunchHost
{
    /// <summary>The Hugging Face cache; null for none.</summary>
    public static string? HfHome => Variable("HF_HOME");

    /// <summary>The Slurm job that this process is in; null for none.</summary>
    public static string? SlurmJob => Variable("SLURM_JOB_ID");

    /// <summary>That job's nodes; null where none, or nobody says.</summary>
    public static int? SlurmNodes => int.TryParse(Variable("SLURM_JOB_NUM_NODES"), out int nodes) && nodes > 0 ? nodes : null;

    public static LaunchServices Services(HttpServiceProbe probe, Action<string> say) => new()
    {
        Programs = new SystemPrograms(),
        Host = new HostFacts(),
        Gpus = new GpuTools(new SystemPrograms()),
        Processes = new ProcessTable(),
        Probe = probe,
        Time = TimeProvider.System,
        Own = OwnProgram.Words,
        Say = say,
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
