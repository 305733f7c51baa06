using System.Text.Json.Serialization;

namespace LoadGen.Results.Points;

/// <summary>How one worker is split over GPUs, and how many such workers there are: of an engine, or of one role of a disaggregated pair.</summary>
public sealed record WorkerShape
{
    /// <summary>Tensor parallel size.</summary>
    public int Tp { get; init; } = 1;

    /// <summary>Pipeline parallel size.</summary>
    public int Pp { get; init; } = 1;

    /// <summary>Expert parallel size; 1 for none.</summary>
    public int Ep { get; init; } = 1;

    /// <summary>Attention is data parallel.</summary>
    public bool DpAttention { get; init; }

    /// <summary>
    /// Data parallel size of one worker; null where nobody says it, as in rows of others, which have <see cref="DpAttention"/> alone: then left
    /// out of documents.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Dp { get; init; }

    /// <summary>Workers of this shape.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>GPUs of all of them together, as placed: tp × pp × workers unless a recipe says otherwise.</summary>
    public required int Gpus { get; init; }

    /// <summary>
    /// GPUs of one stage of one worker; 0 where they are not the same in all. With attention that is data parallel it is what InferenceX calls
    /// <c>tp</c>, whether ranks share the GPUs of tensor parallelism (SGLang) or have their own (vLLM, whose <see cref="Tp"/> is then 1).
    /// </summary>
    public int GpusOfStage() => Workers > 0 && Pp > 0 && Gpus % (Workers * Pp) == 0 ? Gpus / (Workers * Pp) : 0;

    /// <summary>The data parallel size where it is not the one that follows from the rest: a rank for each GPU, or for each group of <see cref="Tp"/>; else null.</summary>
    public int? UnusualDp()
    {
        int stage = GpusOfStage();
        int usual = stage == Tp ? stage : stage / Math.Max(1, Tp);
        return DpAttention && Dp != usual ? Dp : null;
    }
}
