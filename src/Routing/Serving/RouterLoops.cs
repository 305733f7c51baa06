using LoadGen.Routing.Pairs;
using LoadGen.Serving;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;

namespace LoadGen.Routing.Serving;

/// <summary>The event loops on which pairs run, each with its own connections to every worker.</summary>
internal sealed class RouterLoops : IAsyncDisposable
{
    private readonly RouterLoop[] _loops;
    private uint _next;

    /// <param name="count">How many.</param>
    /// <param name="transport">Limits and trust for connections that are opened from now on.</param>
    public RouterLoops(int count, Func<TransportOptions> transport)
    {
        _loops = new RouterLoop[count];
        for (int i = 0; i < count; i++)
        {
            EventLoop loop = EventLoop.Start(i, LoopOptions.Default, MonotonicClock.Instance);
            _loops[i] = new RouterLoop(loop, new LegClients(loop, transport), new FrameWriter());
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<RouterLoop> All => _loops;

    /// <summary>Attempts under way on all of them, as of a moment ago.</summary>
    public int Active => _loops.Sum(loop => loop.Clients.Active);

    /// <summary>The loop for the next request: they take turns.</summary>
    public RouterLoop Next() => _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];

    public async ValueTask DisposeAsync()
    {
        foreach (RouterLoop loop in _loops)
        {
            await loop.Loop.RunAsync(() =>
            {
                loop.Clients.Dispose();
                return Task.CompletedTask;
            });
            loop.Loop.Dispose();
        }
    }
}

/// <summary>One loop and what belongs to it.</summary>
internal sealed record RouterLoop(EventLoop Loop, LegClients Clients, FrameWriter Frames);
