using LoadGen.Measurement.Clients.Wire;

namespace LoadGen.Measurement.Clients;

/// <summary>Waits until all clients of a run are there, and gives each its number.</summary>
internal sealed class Gathering
{
    private readonly CoordinatorOptions _options;
    private readonly ClientListener _listener;
    private readonly IClientStart _start;
    private readonly TimeProvider _time;
    private readonly RemoteClient?[] _clients;
    private readonly List<RemoteClient> _unranked = [];

    public Gathering(CoordinatorOptions options, ClientListener listener, IClientStart start, TimeProvider time)
    {
        (_options, _listener, _start, _time) = (options, listener, start, time);
        _clients = new RemoteClient?[options.Clients];
    }

    private int Count => _clients.Count(c => c is not null) + _unranked.Count;

    /// <summary>The clients by their numbers.</summary>
    /// <exception cref="ClientException">They do not come, or are not the same program.</exception>
    public async Task<RemoteClient[]> AllAsync(CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(_options.WaitLimit, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            while (Count < _options.Clients)
            {
                Task<RemoteClient> next = _listener.Arrived.ReadAsync(limit.Token).AsTask();
                if (await Task.WhenAny(next, _start.Ended) == next || next.IsCompleted)
                {
                    Place(await next);
                    continue;
                }

                throw new ClientException($"{Count} of {_options.Clients} clients came: {await _start.Ended}");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ClientException(
                $"{Count} of {_options.Clients} clients came within {_options.WaitLimit.TotalSeconds:0} s ({_start.Description}"
                + $"{(_listener.Refused > 0 ? $"; {_listener.Refused} connections were refused" : "")}); --clients-wait allows more time");
        }

        foreach (RemoteClient client in _unranked)
        {
            client.Index = Array.FindIndex(_clients, c => c is null);
            _clients[client.Index] = client;
        }

        return [.. _clients.Select(c => c!)];
    }

    private void Place(RemoteClient client)
    {
        ClientIdentity who = client.Identity;
        if (who.Version != _options.Version)
        {
            throw Refuse(client, $"the client on {who.Host} is loadgen {who.Version}, this is {_options.Version}: all must be the same program");
        }

        if (who.Rank is not { } rank)
        {
            _unranked.Add(client);
        }
        else if (rank >= _clients.Length)
        {
            throw Refuse(client, $"a client on {who.Host} has the number {rank}, but there are to be {_clients.Length} clients, numbered from 0");
        }
        else if (_clients[rank] is { } other)
        {
            throw Refuse(client, $"two clients have the number {rank}, on {other.Identity.Host} and on {who.Host}: each needs its own");
        }
        else
        {
            client.Index = rank;
            _clients[rank] = client;
        }
    }

    private static ClientException Refuse(RemoteClient client, string why)
    {
        var reason = new WireWriter();
        reason.Text(why);
        client.Send(FrameKind.Bye, reason.Written);
        return new ClientException(why, isUsage: true);
    }
}
