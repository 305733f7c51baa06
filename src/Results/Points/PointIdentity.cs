using System.Text.Json.Serialization;

namespace LoadGen.Results.Points;

/// <summary>
/// What was measured: everything that makes one point of a sweep another point than its neighbour. InferenceX's names, by which rows of
/// others are read too.
/// </summary>
public sealed record PointIdentity
{
    /// <summary>SKU, as the catalog names it, such as <c>h200</c>.</summary>
    public required string Hardware { get; init; }

    /// <summary>Engine, such as <c>vllm</c>, <c>sglang</c>, <c>trt</c>, <c>dynamo-sglang</c>.</summary>
    public required string Framework { get; init; }

    /// <summary>Short name of the model, such as <c>dsr1</c> (<c>infmax_model_prefix</c>).</summary>
    public required string Model { get; init; }

    /// <summary>The model as requests name it, such as <c>deepseek-ai/DeepSeek-R1-0528</c>; null where not known.</summary>
    public string? ModelName { get; init; }

    /// <summary>Precision of the weights: bf16, fp8, fp4, int8.</summary>
    public required string Precision { get; init; }

    /// <summary>Speculative decoding: <c>none</c>, <c>mtp</c> or <c>draft_model</c>.</summary>
    public string SpecDecoding { get; init; } = "none";

    /// <summary>Prefill and decode run on GPUs of their own.</summary>
    public bool Disaggregated { get; init; }

    /// <summary>More than one node.</summary>
    public bool Multinode { get; init; }

    /// <summary>Container image; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>Input tokens of a request, nominal; null where a trace or a data set says.</summary>
    public int? Isl { get; init; }

    /// <summary>Output tokens of a request, nominal; null where a trace or a data set says.</summary>
    public int? Osl { get; init; }

    /// <summary>The scenario: <c>fixed-seq-len</c>, <c>trace:NAME</c>, or <c>eval:NAME</c> of a run that was an evaluation.</summary>
    public string Scenario { get; init; } = "fixed-seq-len";

    /// <summary>Most requests at once; null under a rate or a trace without a limit.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Requests a second; null in a closed loop.</summary>
    public double? RatePerS { get; init; }

    /// <summary>The engine's workers; of a disaggregated deployment, the decode pool.</summary>
    public required WorkerShape Decode { get; init; }

    /// <summary>The prefill pool; null for an engine that does both.</summary>
    public WorkerShape? Prefill { get; init; }

    /// <summary>The router in front, such as <c>loadgen</c> or <c>sglang</c>; null for none.</summary>
    public string? Router { get; init; }

    /// <summary>The router's version; null where not known.</summary>
    public string? RouterVersion { get; init; }

    /// <summary>How KV caches go from prefill to decode, such as <c>nixl</c> (InferenceX's <c>kv_p2p_transfer</c>); null where nobody says.</summary>
    public string? KvTransfer { get; init; }

    /// <summary>
    /// What else tells it from its neighbours of one sweep, such as <c>like=sglang, time_scale=4</c>: what was set, a trace's speed and limit; null
    /// for nothing, and then left out of documents, so that fingerprints of before stand.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variant { get; init; }

    /// <summary>GPUs of the whole deployment.</summary>
    public int Gpus => Decode.Gpus + (Prefill?.Gpus ?? 0);
}
