namespace LoadGen.Simulation.Handoffs;

/// <summary>Which part of a prefill/decode pair an engine plays.</summary>
public enum SimulatedRole
{
    /// <summary>Both: an aggregated engine.</summary>
    Both,

    /// <summary>Computes prompts and hands their cache on.</summary>
    Prefill,

    /// <summary>Fetches the cache and generates.</summary>
    Decode,
}
