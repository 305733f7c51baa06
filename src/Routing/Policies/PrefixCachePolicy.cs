using LoadGen.Routing.Policies.Prefixes;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>
/// To the worker that has seen the longest beginning of the prompt and so has it cached, unless that worker has too much to do; else by load.
/// </summary>
/// <remarks>
/// What engines have cached is not asked for but remembered from the picks. No pick looks at all workers: the workers of one node of the
/// tree, two drawn ones, and the pool's mean.
/// </remarks>
internal sealed class PrefixCachePolicy<TMeasure>(PolicySettings settings) : IWorkerPolicy
    where TMeasure : struct, ILoadMeasure
{
    private readonly PrefixTree _tree = new(settings.PrefixBlocksMax);

    public string Name => PolicyNames.PrefixCache;

    /// <summary>How many blocks it remembers.</summary>
    internal int Blocks => _tree.Count;

    public IPicker Prepare(Worker[] eligible) => new PrefixCachePicker<TMeasure>(_tree, eligible, settings);

    public void Forget(IReadOnlyCollection<Worker> left) => _tree.Remove([.. left.Select(TenantOf)]);

    /// <summary>A worker in the tree: by its number, so that a later one at the same URL, with an empty cache, is another.</summary>
    internal static uint TenantOf(Worker worker) => checked((uint)worker.Number + 1);
}
