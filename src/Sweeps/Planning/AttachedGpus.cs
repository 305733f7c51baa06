using LoadGen.Results.Points;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>
/// GPUs of an engine that somebody else has started: as the file says, or by its parallelism. vLLM's data parallel ranks have GPUs of their own; those of
/// other engines share the GPUs of tensor parallelism.
/// </summary>
internal sealed class AttachedGpus(ConfigurationSection section, Variant variant)
{
    private readonly SearchSection _space = section.SearchSpace![variant.Space];

    private bool HasOwnRanks => section.Framework?.Contains("vllm", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Where the number comes from.</summary>
    public string Source
    {
        get
        {
            string computed = HasOwnRanks ? "tp × dp × pp × workers" : "tp × pp × workers";
            return (_space.Gpus, _space.Prefill?.Gpus, _space.Decode?.Gpus, variant.Prefill is not null) switch
            {
                (not null, _, _, _) or (_, not null, not null, _) => "as gpus says",
                (_, not null, null, _) => $"prefill as gpus says, decode {computed}",
                (_, null, not null, true) => $"prefill {computed}, decode as gpus says",
                (_, null, not null, false) => "as gpus says",
                _ => $"{computed}; gpus says otherwise",
            };
        }
    }

    /// <summary>GPUs of all workers of a role.</summary>
    public int Of(string role, WorkerShape shape)
    {
        int? said = role switch
        {
            "prefill" => _space.Prefill?.Gpus,
            _ => _space.Decode?.Gpus ?? _space.Gpus,
        };
        return said ?? (int)Math.Min(int.MaxValue, (long)shape.Tp * shape.Pp * shape.Workers * (HasOwnRanks ? shape.Dp ?? 1 : 1));
    }
}
