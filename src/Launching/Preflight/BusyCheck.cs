using System.Globalization;

namespace LoadGen.Launching.Preflight;

/// <summary><c>busy</c>: nobody else computes on the plan's GPUs, and their memory is free.</summary>
public sealed class BusyCheck : IPreflightCheck
{
    /// <summary>A GPU with no more of its memory in use is free: drivers and dead contexts hold a little. The vendors' own launchers wait for the same.</summary>
    public const double FreeShareMax = 0.10;

    /// <inheritdoc/>
    public string Name => "busy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<Finding>>([.. context.IsLocal ? Find(context) : []]);
    }

    private IEnumerable<Finding> Find(PreflightContext context)
    {
        int[] wanted = PlanGpus.Of(context.Plan);
        foreach (GpuFacts gpu in (context.Gpus ?? []).Where(gpu => wanted.Contains(gpu.Index)))
        {
            if (gpu.Processes.Count > 0)
            {
                string who = string.Join(", ", gpu.Processes.Select(process => $"{process.Name} (pid {process.Pid})"));
                yield return new Finding(Name, Severity.Error, $"GPU {gpu.Index} is in use by {who}", "let it finish, or ask its owner to end it; LoadGen ends nothing that is not its own");
            }
            else if (gpu.MemoryUsedShare > FreeShareMax)
            {
                yield return new Finding(
                    Name, Severity.Error,
                    string.Create(CultureInfo.InvariantCulture, $"GPU {gpu.Index} has {gpu.MemoryUsedMb:0} of {gpu.MemoryTotalMb:0} MB in use and no process that this user sees"),
                    "find who holds it (fuser -v /dev/nvidia* or /dev/kfd, as root)");
            }
        }
    }
}
