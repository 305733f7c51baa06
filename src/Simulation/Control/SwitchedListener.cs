using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace LoadGen.Simulation.Control;

/// <summary>One address, listened on with a new listener each time that it is switched on again.</summary>
internal sealed class SwitchedListener : IConnectionListener
{
    private readonly IConnectionListenerFactory _transport;
    private readonly SemaphoreSlim _turn = new(1, 1);

    // A listener's connections use what it owns: none is disposed of before all are.
    private readonly List<IConnectionListener> _all = [];
    private volatile TaskCompletionSource<IConnectionListener?> _current = Open();
    private bool _isUnbound;

    public SwitchedListener(IConnectionListenerFactory transport, IConnectionListener first)
    {
        _transport = transport;
        EndPoint = first.EndPoint;
        _all.Add(first);
        _current.SetResult(first);
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            TaskCompletionSource<IConnectionListener?> current = _current;
            if (await current.Task.WaitAsync(cancellationToken) is not { } listener)
            {
                return null;
            }

            ConnectionContext? connection = await listener.AcceptAsync(cancellationToken);
            if (connection is not null || ReferenceEquals(current, _current))
            {
                return connection;
            }
        }
    }

    /// <summary>Accepts connections, or refuses them.</summary>
    /// <exception cref="SimulationException">The address has been taken by another meanwhile.</exception>
    public async ValueTask SetAcceptingAsync(bool isAccepting, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            TaskCompletionSource<IConnectionListener?> current = _current;
            if (_isUnbound || isAccepting == current.Task.IsCompleted)
            {
                return;
            }

            if (isAccepting)
            {
                IConnectionListener listener = await BindAgainAsync(cancellation);
                _all.Add(listener);
                current.SetResult(listener);
            }
            else
            {
                // First the new state, so that the accept that ends finds it.
                _current = Open();
                await (await current.Task)!.UnbindAsync(cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        // However late it is: an engine that does not stop listening does not end. A turn is short.
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            _isUnbound = true;
            if (!_current.TrySetResult(null) && await _current.Task is { } listener)
            {
                await listener.UnbindAsync(cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IConnectionListener listener in _all)
        {
            await listener.DisposeAsync();
        }

        _turn.Dispose();
    }

    private async ValueTask<IConnectionListener> BindAgainAsync(CancellationToken cancellation)
    {
        try
        {
            return await _transport.BindAsync(EndPoint, cancellation);
        }
        catch (Exception e) when (e is AddressInUseException or SocketException)
        {
            throw new SimulationException($"cannot listen on {EndPoint} again: another has taken the port meanwhile; free it and try again", e);
        }
    }

    private static TaskCompletionSource<IConnectionListener?> Open() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
