namespace LoadGen.Launching.Plans;

/// <summary>What a worker is for.</summary>
public enum LaunchRole
{
    /// <summary>An engine that does both phases.</summary>
    Engine,

    /// <summary>Computes prompts and hands their KV cache on.</summary>
    Prefill,

    /// <summary>Generates from a KV cache that it is handed.</summary>
    Decode,

    /// <summary>An engine's own front, such as Dynamo's, which takes requests and has no GPU.</summary>
    Frontend,
}
