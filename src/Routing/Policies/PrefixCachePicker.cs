using LoadGen.Routing.Policies.Prefixes;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>Picks by prefix among one set of workers, and remembers what it picked.</summary>
internal sealed class PrefixCachePicker<TMeasure> : IPicker
    where TMeasure : struct, ILoadMeasure
{
    private readonly PrefixTree _tree;
    private readonly Worker[] _workers;
    private readonly Dictionary<uint, Worker> _byTenant;
    private readonly PolicySettings _settings;
    private readonly PoolLoad _pool;

    public PrefixCachePicker(PrefixTree tree, Worker[] workers, PolicySettings settings)
    {
        _tree = tree;
        _workers = workers;
        _byTenant = workers.ToDictionary(PrefixCachePolicy<TMeasure>.TenantOf);
        _settings = settings;
        _pool = PoolLoad.Of(workers);
    }

    public int Count => _workers.Length;

    public Pick Pick(in PickRequest request)
    {
        if (_workers.Length == 0)
        {
            return Untried.None(_workers);
        }

        int promptBytes = request.Prompt.Length;
        ReadOnlySpan<ulong> path = PrefixPath.Of(request.Prompt.Span, _settings.PrefixBlockBytes);
        var match = new PrefixMatch(_byTenant, request.Tried);
        _tree.Walk(path, ref match);

        Worker? worker = IsEnough(match.Depth, promptBytes) ? LeastLoaded(match.Best, request.Tried) : null;
        string reason = WithoutMatch(match, promptBytes);
        if (worker is null)
        {
            worker = TwoChoices<TMeasure>.Choose(_workers, request);
        }
        else if (IsOverloaded(worker) && Lighter(worker, request) is { } lighter)
        {
            worker = lighter;
            reason = PickReasons.Imbalance;
        }
        else if (reason != PickReasons.Tried)
        {
            reason = PickReasons.PrefixMatch;
        }

        if (worker is null)
        {
            return Untried.None(_workers);
        }

        int cachedBlocks = _tree.Add(path, PrefixCachePolicy<TMeasure>.TenantOf(worker));
        return new Pick(worker, reason, CachedTokens(cachedBlocks, request));
    }

    // A longer match would have been at a worker that was tried.
    private string WithoutMatch(in PrefixMatch match, int promptBytes) =>
        match.TriedDepth > match.Depth && IsEnough(match.TriedDepth, promptBytes) ? PickReasons.Tried : PickReasons.NoMatch;

    private bool IsEnough(int blocks, int promptBytes) =>
        blocks > 0 && (double)blocks * _settings.PrefixBlockBytes >= _settings.MatchThreshold * promptBytes;

    private bool IsOverloaded(Worker worker)
    {
        double mean = (double)TMeasure.Of(_pool) / _workers.Length;
        long load = TMeasure.Of(worker);
        return load > mean + _settings.BalanceAbsThreshold && load > mean * _settings.BalanceRelThreshold;
    }

    // The better of two drawn ones, if it has less to do than the worker of the prefix.
    private Worker? Lighter(Worker than, in PickRequest request) =>
        TwoChoices<TMeasure>.Choose(_workers, request) is { } worker && TMeasure.Of(worker) < TMeasure.Of(than) ? worker : null;

    private Worker? LeastLoaded(in Tenants tenants, IReadOnlyList<Worker>? tried)
    {
        Worker? least = null;
        long leastLoad = long.MaxValue;
        foreach (uint tenant in tenants)
        {
            if (_byTenant.TryGetValue(tenant, out Worker? worker) && !Untried.Has(tried, worker) && TMeasure.Of(worker) is var load
                && load < leastLoad)
            {
                (least, leastLoad) = (worker, load);
            }
        }

        return least;
    }

    private long CachedTokens(int blocks, in PickRequest request) => blocks == 0
        ? 0
        : (long)((double)blocks * _settings.PrefixBlockBytes / request.Prompt.Length * request.PromptTokens);
}
