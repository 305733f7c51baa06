using System.Threading.Channels;
using LoadGen.Measurement.Clients.Wire;

namespace LoadGen.Measurement.Clients;

/// <summary>Waits until all clients of a run are there, and gives each its number. One that goes meanwhile does not count, and another may come in its place.</summary>
internal sealed class Gathering
{
    private readonly CoordinatorOptions _options;
    private readonly ClientListener _listener;
    private readonly IClientStart _start;
    private readonly Channel<ClientMessage> _inbox;
    private readonly TimeProvider _time;
    private readonly RemoteClient?[] _clients;
    private readonly List<RemoteClient> _unranked = [];
    private volatile RemoteClient[] _here = [];

    public Gathering(CoordinatorOptions options, ClientListener listener, IClientStart start, Channel<ClientMessage> inbox, TimeProvider time)
    {
        (_options, _listener, _start, _inbox, _time) = (options, listener, start, inbox, time);
        _clients = new RemoteClient?[options.Clients];
    }

    /// <summary>Those that have come and not gone. Any thread.</summary>
    public IReadOnlyList<RemoteClient> Here => _here;

    private int Count => _here.Length;

    /// <summary>The clients by their numbers.</summary>
    /// <exception cref="ClientException">They do not come, or are not the same program.</exception>
    public async Task<RemoteClient[]> AllAsync(CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(_options.WaitLimit, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            Task<RemoteClient>? next = null;
            while (Count < _options.Clients)
            {
                next ??= _listener.Arrived.ReadAsync(limit.Token).AsTask();
                Task<bool> said = _inbox.Reader.WaitToReadAsync(limit.Token).AsTask();
                Task first = await Task.WhenAny(said, next, _start.Ended);
                if (said.IsCompleted)
                {
                    await said;
                    Drop();
                }
                else if (first == next || next.IsCompleted)
                {
                    Place(await next);
                    next = null;
                }
                else
                {
                    throw new ClientException($"{Count} of {_options.Clients} clients came: {await _start.Ended}");
                }
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
            Welcome(client);
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
            Welcome(client);
        }
    }

    private void Welcome(RemoteClient client)
    {
        _here = [.. _here, client];
        _ = client.ReadAsync(_inbox.Writer);
        client.Ask();
    }

    private void Drop()
    {
        while (_inbox.Reader.TryRead(out ClientMessage? said))
        {
            RemoteClient client = said.From;
            client.Dispose();
            if (said.Frame is not null)
            {
                // Nothing is to be said yet: its end follows.
                continue;
            }

            _here = [.. _here.Where(c => c != client)];
            if (!_unranked.Remove(client))
            {
                _clients[client.Index] = null;
            }
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
