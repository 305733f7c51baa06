using LoadGen.Launching.Executors;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>What shows of a unit only once it runs: a container's pid, a step's id. Asked for until it shows.</summary>
internal sealed class UnitTrace(IExecutor executor, LaunchServices services)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(500);

    // A scheduler that is short of breath is asked less often.
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    /// <summary>Finds it, and gives it to the unit.</summary>
    public async Task FindAsync(LaunchUnit unit, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_period, services.Time);
        try
        {
            while (!unit.HasRoot || !await TryAsync(unit, timer, stop))
            {
                await timer.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // It is being ended, and its name is enough for that.
        }
    }

    private async Task<bool> TryAsync(LaunchUnit unit, PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            if (await executor.FindTraceAsync(unit.Placed, stop) is not { } trace)
            {
                return false;
            }

            if (trace != StartedTrace.Nothing)
            {
                unit.Add(trace);
            }

            return true;
        }
        catch (Exception e) when (e is LaunchException or ProgramException)
        {
            // Complained of once.
            if (timer.Period != s_retry)
            {
                timer.Period = s_retry;
                services.Say($"{unit.Placed.Name}: not every process of it can be watched yet: {e.Message}");
            }

            return false;
        }
    }
}
