using LoadGen.Routing.Workers;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;

namespace LoadGen.Routing.Pairs;

/// <summary>The connections of one event loop to the workers, and the limits kept on them. Used on the loop's thread only.</summary>
internal sealed class LegClients : IDisposable
{
    // Limits here are seconds and more; a tick this often looks at each request under way.
    private const long TickNs = 100_000_000;

    private readonly Dictionary<long, Origin> _origins = [];
    private readonly LinkedList<ILegOwner> _owners = [];

    // Those whose worker has gone, or whose address is to be looked up again, while requests on them are under way.
    private readonly List<Origin> _left = [];
    private readonly LoopTimer _tick;
    private readonly Func<TransportOptions> _transport;
    private bool _isDisposed;

    /// <param name="loop">The loop.</param>
    /// <param name="transport">Limits and trust for connections that are opened from now on.</param>
    public LegClients(EventLoop loop, Func<TransportOptions> transport)
    {
        Loop = loop;
        _transport = transport;
        _tick = loop.CreateTimer(Tick, isPrecise: false);
        loop.Post(() => _tick.Set(loop.Clock.NowNs + TickNs));
    }

    public EventLoop Loop { get; }

    /// <summary>Requests under way on this loop.</summary>
    public int Active => _owners.Count;

    /// <summary>The connections to a worker, which are there until they are given back by <see cref="Leave"/>.</summary>
    /// <exception cref="Transport.TransportException">Its name cannot be looked up.</exception>
    public ValueTask<Origin> EnterAsync(Worker worker, CancellationToken cancellation) =>
        _origins.TryGetValue(worker.Number, out Origin? origin) ? new(Entered(origin)) : OpenOriginAsync(worker, cancellation);

    /// <summary>A request on them is over.</summary>
    public static void Leave(Origin origin) => origin.Users--;

    /// <summary>Forgets what is known of a worker's address: the next request looks its name up again.</summary>
    public void Forget(Worker worker)
    {
        if (_origins.Remove(worker.Number, out Origin? origin))
        {
            _left.Add(origin);
        }
    }

    /// <summary>Has <paramref name="owner"/> looked at each tick, until it is removed.</summary>
    public LinkedListNode<ILegOwner> Watch(ILegOwner owner) => _owners.AddLast(owner);

    /// <summary>No longer.</summary>
    public void Unwatch(LinkedListNode<ILegOwner> node) => _owners.Remove(node);

    /// <summary>Ends every connection. On the loop.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _tick.Clear();
        foreach (Origin origin in _origins.Values.Concat(_left))
        {
            origin.Http.Dispose();
        }

        _origins.Clear();
        _left.Clear();
    }

    private async ValueTask<Origin> OpenOriginAsync(Worker worker, CancellationToken cancellation)
    {
        PinnedTarget target = await PinnedTarget.ResolveAsync(worker.Settings.Url, null, cancellation);
        await Loop.SwitchTo();
        if (_origins.TryGetValue(worker.Number, out Origin? meanwhile))
        {
            return Entered(meanwhile);
        }

        TransportOptions options = _transport();
        var origin = new Origin(worker, target, new HttpOrigin(new SocketConnector(target, options, Loop), options, Loop.Clock));
        if (_isDisposed)
        {
            origin.Http.Dispose();
        }
        else
        {
            _origins.Add(worker.Number, origin);
        }

        return Entered(origin);
    }

    private static Origin Entered(Origin origin)
    {
        origin.Users++;
        return origin;
    }

    private void Tick(long nowNs)
    {
        LinkedListNode<ILegOwner>? node = _owners.First;
        while (node is not null)
        {
            // It may remove itself.
            LinkedListNode<ILegOwner>? next = node.Next;
            node.Value.OnTick(nowNs);
            node = next;
        }

        SweepOrigins(nowNs);
        SweepLeft(nowNs);
        _tick.Set(nowNs + TickNs);
    }

    private void SweepOrigins(long nowNs)
    {
        foreach ((long number, Origin origin) in _origins)
        {
            origin.Http.SweepDeadlines(nowNs);
            origin.Http.CloseIdle(nowNs);
            if (origin.Worker.State == WorkerState.Removed)
            {
                // Removing while enumerating is allowed.
                _origins.Remove(number);
                _left.Add(origin);
            }
        }
    }

    private void SweepLeft(long nowNs)
    {
        for (int i = _left.Count - 1; i >= 0; i--)
        {
            Origin origin = _left[i];
            origin.Http.SweepDeadlines(nowNs);

            // Not "no connection is rented": one may be opening just now.
            if (origin.Users == 0)
            {
                origin.Http.Dispose();
                _left.RemoveAt(i);
            }
        }
    }

    /// <summary>A worker as one loop sees it.</summary>
    internal sealed record Origin(Worker Worker, PinnedTarget Target, HttpOrigin Http)
    {
        /// <summary>Requests that use it, from before their connection is there to after it was given back.</summary>
        public int Users { get; set; }
    }
}

/// <summary>Something with limits of its own that the loop's tick keeps.</summary>
internal interface ILegOwner
{
    /// <summary>Looks at its limits.</summary>
    void OnTick(long nowNs);
}
