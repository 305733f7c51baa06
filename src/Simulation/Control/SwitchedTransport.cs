using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace LoadGen.Simulation.Control;

/// <summary>
/// Kestrel's transport with a switch: off, the listening socket is closed, so that the kernel refuses connections as for a process that is
/// gone; connections that are open stay.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Kestrel disposes of the listener, which it was given.")]
internal sealed class SwitchedTransport(IConnectionListenerFactory inner) : IConnectionListenerFactory
{
    private SwitchedListener? _listener;

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        IConnectionListener first = await inner.BindAsync(endpoint, cancellationToken);
        _listener = new SwitchedListener(inner, first);
        return _listener;
    }

    /// <summary>Accepts connections, or refuses them. Does nothing when it is so already.</summary>
    /// <exception cref="SimulationException">The address has been taken by another meanwhile.</exception>
    public ValueTask SetAcceptingAsync(bool isAccepting, CancellationToken cancellation) =>
        _listener is { } listener ? listener.SetAcceptingAsync(isAccepting, cancellation) : ValueTask.CompletedTask;
}
