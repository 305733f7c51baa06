namespace LoadGen.Launching.Planning;

/// <summary>What the user asks of a recipe. What is null is as the recipe has it.</summary>
public sealed record PlanRequest
{
    /// <summary>Tensor parallelism: GPUs over which every layer is split.</summary>
    public int? Tp { get; init; }

    /// <summary>Expert parallelism.</summary>
    public int? Ep { get; init; }

    /// <summary>Data parallelism, of attention where the engine shares the experts.</summary>
    public int? Dp { get; init; }

    /// <summary>Pipeline parallelism.</summary>
    public int? Pp { get; init; }

    /// <summary>What is different for the prefill workers.</summary>
    public RoleRequest Prefill { get; init; } = new();

    /// <summary>What is different for the decode workers.</summary>
    public RoleRequest Decode { get; init; } = new();

    /// <summary>Input length in tokens.</summary>
    public int Isl { get; init; } = 1024;

    /// <summary>Output length in tokens.</summary>
    public int Osl { get; init; } = 1024;

    /// <summary>Requests in flight at once.</summary>
    public int Conc { get; init; } = 64;

    /// <summary>The precision of the weights; null: the recipe's first.</summary>
    public string? Precision { get; init; }

    /// <summary>The model's folder on the host, mounted read-only at the same path; null: the engine finds the model by its name.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The host's Hugging Face cache, mounted at the same path; null: none is.</summary>
    public string? HfHome { get; init; }

    /// <summary>The container image; null: the recipe's.</summary>
    public string? Image { get; init; }

    /// <summary>Where requests go. Workers behind a router or a frontend take ports from 100 above it.</summary>
    public int Port { get; init; } = 8000;

    /// <summary>GPUs of each host, where it has other than the SKU's.</summary>
    public int? GpusPerNode { get; init; }

    /// <summary>How many nodes there are; null: as many as it takes.</summary>
    public int? Nodes { get; init; }

    /// <summary>
    /// <c>KEY=VALUE</c>: an option of the recipe, or <c>args.FLAG</c>, <c>env.NAME</c>, <c>roles.ROLE.args.FLAG</c>, <c>roles.ROLE.env.NAME</c>,
    /// which win over all that the recipe says.
    /// </summary>
    public IReadOnlyList<string> Set { get; init; } = [];
}
