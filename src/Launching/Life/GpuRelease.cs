using System.Globalization;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>Waits until the GPUs that were used are free again, so that the next start does not meet what the last one left.</summary>
internal sealed class GpuRelease(LaunchServices services, LaunchPlan plan, LaunchOptions options, ExecutorKind kind)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    /// <summary>Waits for as long as <see cref="LaunchOptions.GpuLimit"/> allows; what is still in use then is told.</summary>
    /// <param name="atOnce">Cancelled: looks once, and waits for nothing.</param>
    public async Task WaitAsync(CancellationToken atOnce)
    {
        // Of all workers: one that another's process serves has no unit of its own.
        int[] used = [.. plan.Workers.SelectMany(worker => worker.Gpus).Distinct()];
        // Another node's GPUs cannot be seen from here; the cluster looks after them between jobs.
        if (used.Length == 0 || kind == ExecutorKind.Slurm)
        {
            return;
        }

        long start = services.Time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, services.Time);
        try
        {
            while (await services.Gpus.ReadAsync(CancellationToken.None) is { } gpus)
            {
                GpuFacts[] full = [.. gpus.Where(gpu => used.Contains(gpu.Index) && gpu.MemoryUsedShare > BusyCheck.FreeShareMax)];
                if (full.Length == 0 || atOnce.IsCancellationRequested)
                {
                    return;
                }

                if (services.Time.GetElapsedTime(start) >= options.GpuLimit)
                {
                    string which = string.Join(", ", full.Select(gpu => string.Create(CultureInfo.InvariantCulture, $"{gpu.Index} ({gpu.MemoryUsedMb:0} MB)")));
                    services.Say($"{plan.Recipe} has ended, and after {options.GpuLimit.TotalSeconds:0} s the memory of GPU {which} is still in use: look who holds it before the next start");
                    return;
                }

                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }
        catch (ProgramException e)
        {
            services.Say($"whether the GPUs are free again cannot be told: {e.Message}");
        }
    }
}
