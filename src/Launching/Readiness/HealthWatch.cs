using System.Globalization;

namespace LoadGen.Launching.Readiness;

/// <summary>Asks a service that serves whether it still does. The only sign of a dead scheduler where processes cannot be seen: on another node.</summary>
/// <param name="probe">Asks it.</param>
/// <param name="time">The clock.</param>
public sealed class HealthWatch(IServiceProbe probe, TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    // A minute: engines call themselves unwell for some seconds under a burst of long prompts.
    private const int MissesMax = 6;

    /// <summary>Asks again and again.</summary>
    /// <returns>What it answered when it had been unwell too often in a row.</returns>
    public async Task<string> RunAsync(ServiceTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var timer = new PeriodicTimer(s_period, time);
        int misses = 0;
        while (true)
        {
            await timer.WaitForNextTickAsync(cancellation);
            ProbeProblem? problem = await probe.AskAsync(target, ReadinessStage.Health, cancellation);
            // Silence is load: a server in Python answers nobody while it writes to a thousand streams.
            misses = problem is null or { IsSilence: true } ? 0 : misses + 1;
            if (misses == MissesMax)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{target.Name} is no longer healthy: {problem!.What}, {MissesMax} times in {(MissesMax - 1) * s_period.TotalSeconds:0} s");
            }
        }
    }
}
