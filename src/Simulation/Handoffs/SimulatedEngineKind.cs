namespace LoadGen.Simulation.Handoffs;

/// <summary>Whose error bodies and extra endpoints a simulated engine has.</summary>
public enum SimulatedEngineKind
{
    /// <summary>SGLang.</summary>
    Sglang,

    /// <summary>vLLM.</summary>
    Vllm,

    /// <summary>TensorRT-LLM.</summary>
    Trtllm,
}
