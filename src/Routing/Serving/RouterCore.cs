using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Admission;
using LoadGen.Routing.Health;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Security;
using LoadGen.Routing.Settings;
using LoadGen.Routing.Workers;
using LoadGen.Transport.Connections;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>The parts of a router but for its listeners, put together from its settings. What can change while it runs is changed by <see cref="Apply"/>.</summary>
internal sealed class RouterCore : IAsyncDisposable
{
    private readonly BreakerTimer _breakerTimer;
    private readonly TimeProvider _time;
    private readonly HttpProbe _probe;
    private volatile RouterSettings _settings;
    private volatile TransportOptions _transport;
    private volatile HeaderAllowList _headers;
    private volatile ApiKeys? _apiKeys;
    private RequestTracing? _tracing;

    public RouterCore(RouterSettings settings, int seed, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _transport = settings.ToTransport();
        _headers = settings.ToHeaders();
        _apiKeys = settings.ApiKeys is { } keys ? ApiKeys.Load(keys.File) : null;
        _breakerTimer = new BreakerTimer(time, seed);
        Ids = new IdSource();
        Metrics = new RouterMetrics(null, time);
        Fleet = new Fleet(
            Pool(WorkerRole.Prefill, settings.Pools.Prefill),
            Pool(WorkerRole.Decode, settings.Pools.Decode),
            Pool(WorkerRole.Both, settings.Pools.Workers),
            () => new CircuitBreaker(_settings.ToBreaker(), _breakerTimer),
            probes: settings.Health.IntervalS > 0);
        Handoffs = settings.Limits.PinnedMax > 0 ? new HandoffAdmission(settings.Limits.PinnedMax) : null;
        Fleet.Prefill.SetHandoffs(Handoffs);
        Queue = new AdmissionQueue(settings.ToAdmission(), time, Handoffs);
        Budget = new RetryBudget(time, settings.Retries.BudgetRatio);
        Loops = new RouterLoops(LoopCount(settings.Loops), () => _transport);
        if (settings.Protocol is { } name && Inference.Handoffs.Handoffs.TryFind(name, out HandoffKind kind))
        {
            Pairs = new PairServices(
                Inference.Handoffs.Handoffs.Get(kind), Fleet, settings.ToPairLimits(), Metrics, Budget, new DisaggIdSource(time, Environment.ProcessId & DisaggIdSource.NodeMax));
            PairHandler = new PairHandler(Pairs, Loops);
        }

        Proxy = new YarpProxy(Fleet, Metrics, new YarpSettings
        {
            StallTimeout = () => TimeSpan.FromSeconds(_settings.Timeouts.StallS),
            AttemptsMax = () => _settings.Retries.AttemptsMax,
            Budget = Budget,
            Tracing = () => Tracing,
            ConfigureHandler = ConfigureHandler,
        });
        _probe = new HttpProbe(settings.ToProbe(), ProbeHandler());
        Prober = new Prober(Fleet, settings.ToProbe(), _probe, time, seed);
        Readiness = new Readiness(Fleet, NeededRoles(settings), settings.ToReadiness(), new Canary(this).RunAsync, time, seed);
        Fleet.Apply(WorkerSource.Configuration, settings.ToWorkers());
    }

    /// <summary>The settings in force.</summary>
    public RouterSettings Settings => _settings;

    public IdSource Ids { get; }

    public RouterMetrics Metrics { get; }

    public Fleet Fleet { get; }

    public HandoffAdmission? Handoffs { get; }

    public AdmissionQueue Queue { get; }

    public RetryBudget Budget { get; }

    public RouterLoops Loops { get; }

    /// <summary>What pairs share; null where all workers are aggregated.</summary>
    public PairServices? Pairs { get; }

    public PairHandler? PairHandler { get; }

    public YarpProxy Proxy { get; }

    /// <summary>Gives requests and their legs their places in traces; set before the first request.</summary>
    public RequestTracing? Tracing
    {
        get => _tracing;
        set
        {
            _tracing = value;
            if (Pairs is { } pairs)
            {
                pairs.Tracing = value;
            }
        }
    }

    public Prober Prober { get; }

    public Readiness Readiness { get; }

    /// <summary>Which of the client's header fields workers get.</summary>
    public HeaderAllowList Headers => _headers;

    /// <summary>Looks at a client's key; without a file of keys everybody may come.</summary>
    public ClientKey Authorize(HttpContext http)
    {
        if (_apiKeys is not { } keys)
        {
            return new ClientKey(true);
        }

        string? name = keys.Find(http.Request.Headers.Authorization, http.Request.Headers["x-api-key"]);
        return new ClientKey(name is not null, name);
    }

    /// <summary>Begins to probe, and to become ready.</summary>
    public void Start()
    {
        if (_settings.Health.IntervalS > 0)
        {
            Prober.Start();
        }

        Readiness.Start();
    }

    /// <summary>A request with this API goes to a pair: there is a protocol, and no reason to go elsewhere.</summary>
    public bool GoesToPair => PairHandler is not null && (Fleet.Both.EligibleCount == 0 || (Fleet.Prefill.EligibleCount > 0 && Fleet.Decode.EligibleCount > 0));

    /// <summary>Takes other settings, in all that can change while the router runs.</summary>
    /// <exception cref="ArgumentException">A file that they name cannot be used: nothing has changed.</exception>
    public void Apply(RouterSettings settings)
    {
        // First everything that reads files.
        ApiKeys? apiKeys = settings.ApiKeys is { } keys ? ApiKeys.Load(keys.File) : null;
        TransportOptions transport = settings.ToTransport();
        HeaderAllowList headers = settings.ToHeaders();

        RouterSettings before = _settings;
        _settings = settings;
        (_transport, _headers, _apiKeys) = (transport, headers, apiKeys);
        if (Pairs is { } pairs)
        {
            pairs.Limits = settings.ToPairLimits();
        }

        Queue.Apply(settings.ToAdmission());
        ApplyPolicy(Fleet.Prefill, before.Pools.Prefill, settings.Pools.Prefill);
        ApplyPolicy(Fleet.Decode, before.Pools.Decode, settings.Pools.Decode);
        ApplyPolicy(Fleet.Both, before.Pools.Workers, settings.Pools.Workers);
        Fleet.Apply(WorkerSource.Configuration, settings.ToWorkers());
        Proxy.Refresh();
    }

    public async ValueTask DisposeAsync()
    {
        await Readiness.DisposeAsync();
        await Prober.DisposeAsync();
        _probe.Dispose();
        Queue.Dispose();
        await Loops.DisposeAsync();
        await Proxy.DisposeAsync();
        _breakerTimer.Dispose();
    }

    private static Pool Pool(WorkerRole role, PoolSection? section) => new(role, WorkerPolicies.Create(section.ToPolicy()));

    // A policy remembers what it has seen (prefixes): it is not made anew for nothing.
    private static void ApplyPolicy(Pool pool, PoolSection? before, PoolSection? after)
    {
        if (before.ToPolicy() != after.ToPolicy())
        {
            pool.SetPolicy(WorkerPolicies.Create(after.ToPolicy()));
        }
    }

    // Half of the cores read and write for Kestrel; more than eight loops would only spread what one core serves.
    private static int LoopCount(int wanted) => wanted > 0 ? wanted : Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    private static IReadOnlyList<WorkerRole> NeededRoles(RouterSettings settings) =>
        settings.Protocol is not null ? [WorkerRole.Prefill, WorkerRole.Decode] : [WorkerRole.Both];

    private System.Net.Http.SocketsHttpHandler ProbeHandler()
    {
        System.Net.Http.SocketsHttpHandler handler = HttpProbe.NewHandler();
        _settings.WorkerTls.ToTls().ApplyTo(handler);
        return handler;
    }

    private void ConfigureHandler(System.Net.Http.SocketsHttpHandler handler)
    {
        // The traceparent is ours.
        handler.ActivityHeadersPropagator = null;
        handler.ConnectTimeout = TimeSpan.FromSeconds(_settings.Timeouts.ConnectS);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(_settings.Timeouts.PoolIdleS);
        _settings.WorkerTls.ToTls().ApplyTo(handler);
    }
}
