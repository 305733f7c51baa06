namespace LoadGen.Economics.Figures;

/// <summary>
/// A deployment's throughput per GPU, as InferenceX counts it. Of a disaggregated deployment, output tokens are over the decode pool's GPUs
/// and input tokens over the prefill pool's: costs by these leave the other pool's GPUs out, and those of both roles do not add up to the total's.
/// </summary>
public sealed record RowThroughput
{
    /// <summary>Input and output tokens, tok/s/GPU over all GPUs.</summary>
    public required double Total { get; init; }

    /// <summary>Output tokens, tok/s/GPU; null where not known.</summary>
    public double? Output { get; init; }

    /// <summary>Input tokens, tok/s/GPU; null where not known.</summary>
    public double? Input { get; init; }

    /// <summary>GPUs of the prefill pool; 0 for GPUs that do both.</summary>
    public int PrefillGpus { get; init; }

    /// <summary>GPUs of the decode pool, or of the engine that does both.</summary>
    public int DecodeGpus { get; init; }

    /// <summary>Prefill and decode run on GPUs of their own.</summary>
    public bool IsDisaggregated => PrefillGpus > 0 && DecodeGpus > 0;

    /// <summary>Output tokens, tok/s/GPU over all GPUs.</summary>
    public double? OutputOverAll => IsDisaggregated ? Output * DecodeGpus / (PrefillGpus + DecodeGpus) : Output;

    /// <summary>Input tokens, tok/s/GPU over all GPUs.</summary>
    public double? InputOverAll => IsDisaggregated ? Input * PrefillGpus / (PrefillGpus + DecodeGpus) : Input;
}
