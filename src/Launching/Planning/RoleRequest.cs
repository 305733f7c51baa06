namespace LoadGen.Launching.Planning;

/// <summary>What the user asks of the workers of one role. What is null is as the request has it for all, then as the recipe has it.</summary>
public sealed record RoleRequest
{
    /// <summary>As <see cref="PlanRequest.Tp"/>.</summary>
    public int? Tp { get; init; }

    /// <summary>As <see cref="PlanRequest.Ep"/>.</summary>
    public int? Ep { get; init; }

    /// <summary>As <see cref="PlanRequest.Dp"/>.</summary>
    public int? Dp { get; init; }

    /// <summary>As <see cref="PlanRequest.Pp"/>.</summary>
    public int? Pp { get; init; }

    /// <summary>How many workers.</summary>
    public int? Workers { get; init; }
}
