using LoadGen.Transport.Connections;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Hands out prepared connections in order.</summary>
internal sealed class ScriptedConnector(params Connection[] connections) : IConnector
{
    private readonly Queue<Connection> _connections = new(connections);

    public ValueTask<Connection> ConnectAsync(CancellationToken cancellation) => cancellation.IsCancellationRequested
        ? throw new TransportException(TransportError.Aborted, "stopped")
        : new(_connections.Dequeue());
}
