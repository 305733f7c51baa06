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

    /// <summary>Workers of this shape.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>GPUs of all of them together, as placed: tp × pp × workers unless a recipe says otherwise.</summary>
    public required int Gpus { get; init; }
}
