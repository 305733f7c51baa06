namespace LoadGen.Routing.Workers;

/// <summary>What a worker does for a request.</summary>
public enum WorkerRole
{
    /// <summary>Reads the prompt and hands its KV cache over.</summary>
    Prefill,

    /// <summary>Takes the KV cache over and generates.</summary>
    Decode,

    /// <summary>Both: an aggregated engine.</summary>
    Both,
}
