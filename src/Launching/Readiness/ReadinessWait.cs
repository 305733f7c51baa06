using System.Globalization;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Readiness;

/// <summary>Takes a service through the stages, each with its own limit.</summary>
/// <param name="probe">Asks it.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Takes a line for each stage passed.</param>
public sealed class ReadinessWait(IServiceProbe probe, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until it serves.</summary>
    /// <param name="target">What is to serve.</param>
    /// <param name="cancellation">It no longer can, or nobody waits any more.</param>
    /// <exception cref="LaunchException">A stage took too long, or its answer is final.</exception>
    public async Task RunAsync(ServiceTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        long start = time.GetTimestamp();
        foreach (ReadinessStage stage in StagesOf(target.Plan))
        {
            await PassAsync(target, stage, cancellation);
            say(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {Passed(stage)} after {time.GetElapsedTime(start).TotalSeconds:0.0} s"));
        }
    }

    /// <summary>The stages that a plan has: an empty path leaves one out.</summary>
    public static IReadOnlyList<ReadinessStage> StagesOf(ReadinessPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<ReadinessStage> stages = [ReadinessStage.Port];
        Add(ReadinessStage.Health, plan.HealthPath);
        Add(ReadinessStage.Model, plan.ModelsPath);
        Add(ReadinessStage.Canary, plan.CanaryPath);
        return stages;

        void Add(ReadinessStage stage, string path)
        {
            if (path.Length > 0)
            {
                stages.Add(stage);
            }
        }
    }

    /// <summary>How long a plan gives a stage.</summary>
    public static TimeSpan LimitOf(ReadinessPlan plan, ReadinessStage stage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return stage switch
        {
            ReadinessStage.Port => plan.PortLimit,
            ReadinessStage.Health => plan.HealthLimit,
            ReadinessStage.Model => plan.ModelLimit,
            _ => plan.CanaryLimit,
        };
    }

    private static string Passed(ReadinessStage stage) => stage switch
    {
        ReadinessStage.Port => "its port is open",
        ReadinessStage.Health => "it is healthy",
        ReadinessStage.Model => "it lists the model",
        _ => "it generates",
    };

    private static string Missed(ReadinessStage stage) => stage switch
    {
        ReadinessStage.Port => "did not open its port",
        ReadinessStage.Health => "did not become healthy",
        ReadinessStage.Model => "did not list the model",
        _ => "did not generate",
    };

    private async Task PassAsync(ServiceTarget target, ReadinessStage stage, CancellationToken cancellation)
    {
        TimeSpan limit = LimitOf(target.Plan, stage);
        long start = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, time);
        while (true)
        {
            if (await probe.AskAsync(target, stage, cancellation) is not { } problem)
            {
                return;
            }

            bool isLate = time.GetElapsedTime(start) >= limit;
            if (isLate || problem.IsFinal)
            {
                throw new LaunchException(
                    LaunchError.NotReady,
                    string.Create(CultureInfo.InvariantCulture, $"{target.Name} {Missed(stage)}{(isLate ? $" within {limit.TotalSeconds:0} s" : "")} at {target.Url.Authority}: {problem.What}"));
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
