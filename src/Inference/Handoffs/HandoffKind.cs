namespace LoadGen.Inference.Handoffs;

/// <summary>The protocols by which a prefill engine hands a request's KV cache to a decode engine. See docs/handoffs.md.</summary>
public enum HandoffKind
{
    /// <summary>SGLang: both legs at once, met in a room.</summary>
    Sglang,

    /// <summary>vLLM NIXL: decode pulls the blocks that prefill names in its reply.</summary>
    Nixl,

    /// <summary>vLLM NIXL, push: both legs at once, prefill writes the blocks.</summary>
    NixlPush,

    /// <summary>vLLM P2pNccl: the pair's addresses stand in the request id.</summary>
    P2pNccl,

    /// <summary>vLLM Mooncake: both legs at once, met by a transfer id at prefill's bootstrap server.</summary>
    Mooncake,

    /// <summary>vLLM MoRI-IO, READ: decode reads the blocks that prefill names in its reply.</summary>
    MoriioRead,

    /// <summary>vLLM MoRI-IO, WRITE: both legs at once, prefill writes the blocks.</summary>
    MoriioWrite,

    /// <summary>TensorRT-LLM: the context server first, the generation server with its reply.</summary>
    TrtllmContextFirst,

    /// <summary>TensorRT-LLM: both at once, met by the request id that the router makes.</summary>
    TrtllmGenerationFirst,
}
