using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Running;

/// <summary>
/// One event loop and everything that its requests need: connections, request runners. Used on the loop's thread only, but for
/// <see cref="AbortAll"/> and <see cref="Dispose"/>.
/// </summary>
internal sealed class Worker : IDisposable
{
    private readonly RunContext _run;
    private readonly Stack<RequestRunner> _runners = new();
    private DeadlineSweep? _sweep;

    /// <param name="run">The run.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="target">Where to.</param>
    /// <param name="transport">Limits and trust.</param>
    /// <param name="shared">The connections of all workers together; null gives each its own.</param>
    public Worker(RunContext run, EventLoop loop, PinnedTarget target, TransportOptions transport, IHttpOrigin? shared = null)
    {
        _run = run;
        Loop = loop;
        Origin = shared ?? new HttpOrigin(new SocketConnector(target, transport, loop), transport, run.Clock);
        loop.Post(() => _sweep = new DeadlineSweep(loop, Origin));
    }

    /// <summary>The loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>Its connections.</summary>
    public IHttpOrigin Origin { get; }

    /// <summary>A request's bytes, ready to be sent. To be given back as soon as they are, so few buffers are ever needed.</summary>
    public HttpRequestBuffer Prepare(Workloads.Workload workload, in Workloads.WorkItem item)
    {
        HttpRequestBuffer buffer = _run.Buffers.Rent();
        try
        {
            PromptBody.Write(buffer, _run.Options, workload, item);
            return buffer;
        }
        catch
        {
            ReturnBuffer(buffer);
            throw;
        }
    }

    /// <summary>As the other, of a request that makes its own prompt.</summary>
    public HttpRequestBuffer Prepare(IRequestTurn turn)
    {
        HttpRequestBuffer buffer = _run.Buffers.Rent();
        try
        {
            turn.Write(buffer);
            return buffer;
        }
        catch
        {
            ReturnBuffer(buffer);
            throw;
        }
    }

    public void ReturnBuffer(HttpRequestBuffer buffer) => _run.Buffers.Return(buffer);

    /// <summary>Makes the runners of so many requests at once beforehand: made while streams run, they would cost collections.</summary>
    public void Reserve(int requests)
    {
        while (_runners.Count < requests)
        {
            _runners.Push(new RequestRunner(_run, this));
        }
    }

    public RequestRunner RentRunner() => _runners.TryPop(out RequestRunner? runner) ? runner : new RequestRunner(_run, this);

    public void ReturnRunner(RequestRunner runner) => _runners.Push(runner);

    /// <summary>Ends all requests under way, soon. Any thread.</summary>
    public void AbortAll() => Loop.Post(Origin.AbortAll);

    /// <summary>Closes the connections and ends the loop. Any thread but the loop's.</summary>
    public void Dispose()
    {
        Loop.Post(() =>
        {
            _sweep?.Dispose();
            Origin.Dispose();
        });
        Loop.Dispose();
    }
}
