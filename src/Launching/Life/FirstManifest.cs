using LoadGen.Launching.Executors;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Life;

/// <summary>What is known before anything is started.</summary>
internal static class FirstManifest
{
    public static LaunchManifest Of(LaunchPlan plan, IExecutor executor, LaunchOptions options, LaunchServices services, RunPlace run, ProcessIdentity self) => new()
    {
        Launch = run.Id,
        Recipe = plan.Recipe,
        Engine = plan.Engine,
        Sku = plan.Sku,
        Model = plan.Model,
        Precision = plan.Precision,
        Values = plan.Values,
        Executor = executor.Kind.ToString().ToLowerInvariant(),
        StartedAt = services.Time.GetUtcNow(),
        Host = Environment.MachineName,
        BootId = BootId.Read(),
        Launcher = new ManifestProcess(self.Pid, self.StartTicks),
        Versions = new Dictionary<string, string> { ["loadgen"] = options.Version },
    };
}
