using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Tests on an event loop of their own. A test that uses connections begins with <c>await Loop.SwitchTo()</c>.</summary>
public abstract class LoopTests : IDisposable
{
    protected EventLoop Loop { get; } = EventLoop.Start(0, LoopOptions.Default, MonotonicClock.Instance);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Loop.Dispose();

    internal HttpOrigin Origin(PinnedTarget target, TransportOptions? options = null) =>
        new(new SocketConnector(target, options ?? TransportOptions.Default, Loop), options ?? TransportOptions.Default, MonotonicClock.Instance);
}
