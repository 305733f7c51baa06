using LoadGen.Launching.Executors;
using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>Versions of what an engine runs on, for the manifest. What cannot be told is left out: it is a note, not a need.</summary>
internal static class HostVersions
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    public static async Task<Dictionary<string, string>> ReadAsync(string loadgen, ExecutorKind kind, IReadOnlyList<GpuFacts>? gpus, IPrograms programs, CancellationToken cancellation)
    {
        var versions = new Dictionary<string, string> { ["loadgen"] = loadgen };
        if (gpus is [{ Driver: { Length: > 0 } driver }, ..])
        {
            versions["driver"] = driver;
        }

        string[]? words = kind switch
        {
            ExecutorKind.Docker => ["docker", "version", "--format", "{{.Server.Version}}"],
            ExecutorKind.Slurm => ["srun", "--version"],
            _ => null,
        };
        try
        {
            if (words is not null && await programs.RunAsync(words, s_limit, cancellation) is { ExitCode: 0 } result)
            {
                versions["runtime"] = result.Stdout.Trim();
            }
        }
        catch (ProgramException)
        {
            // Preflight has said what is wrong with it, or was told not to look.
        }

        return versions;
    }
}
