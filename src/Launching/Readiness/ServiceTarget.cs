using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Readiness;

/// <summary>Something that is to serve: a worker, or the router.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Model">The model as requests name it.</param>
/// <param name="Plan">How to see that it serves.</param>
/// <param name="Log">Its log.</param>
public sealed record ServiceTarget(string Name, Uri Url, string Model, ReadinessPlan Plan, string Log);
