namespace LoadGen.Launching.Plans;

/// <summary>How to see that a worker serves, and for how long to wait at each stage.</summary>
public sealed record ReadinessPlan
{
    /// <summary>Answers 200 once the engine is up.</summary>
    public string HealthPath { get; init; } = "/health";

    /// <summary>Lists the model that is served; empty where the worker has no such list.</summary>
    public string ModelsPath { get; init; } = "/v1/models";

    /// <summary>Generates one token; empty where the worker cannot alone, as one half of a pair cannot.</summary>
    public string CanaryPath { get; init; } = "/v1/completions";

    /// <summary>From the start until the port accepts connections: weights are loaded meanwhile.</summary>
    public TimeSpan PortLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>From then until it says that it is healthy.</summary>
    public TimeSpan HealthLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>From then until it lists the model.</summary>
    public TimeSpan ModelLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From then until a generation has ended: kernels are compiled meanwhile.</summary>
    public TimeSpan CanaryLimit { get; init; } = TimeSpan.FromMinutes(10);
}
