using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Tests.Support;

/// <summary>Plans for tests.</summary>
internal static class SamplePlans
{
    public static RunPlace Run { get; } = new("0badcafe", "/runs/a");

    public static IReadOnlyList<NodePlace> TwoNodes { get; } = [new("gpu1", "10.0.0.1"), new("gpu2", "10.0.0.2")];

    public static PlanText[] Texts(params string[] words) => [.. words.Select(word => new PlanText(word, "here"))];

    public static WorkerPlan Worker(LaunchRole role = LaunchRole.Engine, string? name = null) => new()
    {
        Name = name ?? $"{role.ToString().ToLowerInvariant()}-0",
        Role = role,
        Command = Texts("python3", "-m", "engine", "--port", "8000", "--config", "%{files}/extra.yaml"),
        Environment = [new("NCCL_DEBUG", "WARN", "here"), new("HF_TOKEN", null, "here"), new("CUDA_VISIBLE_DEVICES", "%{gpus}", "here")],
        Files = [new("extra.yaml", "host: %{address}\n", "here")],
        Image = new PlanText("nvcr.io/engine:1", "here"),
        ContainerFlags = Texts("--gpus", "all", "--shm-size=16g"),
        Mounts = [new("/models/m", "/models/m", true, "here"), new("/cache", "/root-cache", false, "here")],
        Gpus = [0, 1],
        Port = 8000,
    };

    public static LaunchPlan Plan(params IReadOnlyList<WorkerPlan> workers) => new()
    {
        Recipe = "sglang/test",
        Engine = "sglang",
        Sku = "h200",
        Model = "m",
        Precision = "fp8",
        Values = new Dictionary<string, string>(),
        Workers = workers,
    };
}
