namespace LoadGen.Economics.Frontier;

/// <summary>A measured point of a chart.</summary>
/// <param name="X">Interactivity in tok/s/user; or a latency, where less is better.</param>
/// <param name="Y">Throughput in tok/s/GPU: more is better.</param>
public readonly record struct FrontierPoint(double X, double Y);
