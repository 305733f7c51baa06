using System.Collections.Concurrent;
using System.Net.Sockets;

namespace LoadGen.Simulation.Handoffs.Channel;

/// <summary>Asks other engines, over connections kept for the next question.</summary>
internal sealed class SideChannelClient : IDisposable
{
    private readonly ConcurrentDictionary<HostPort, ConcurrentBag<LineConnection>> _idle = new();
    private bool _disposed;

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="IOException">There is no such engine, or it went.</exception>
    public async Task<ChannelMessage> AskAsync(HostPort peer, ChannelMessage message, CancellationToken cancellation)
    {
        ConcurrentBag<LineConnection> idle = _idle.GetOrAdd(peer, static _ => []);
        try
        {
            while (idle.TryTake(out LineConnection? kept))
            {
                // One that the peer has closed meanwhile answers nothing: the next one, or a new one, is asked.
                if (await TryAskAsync(idle, kept, message, cancellation) is { } answer)
                {
                    return answer;
                }
            }

            return await TryAskAsync(idle, await ConnectAsync(peer, cancellation), message, cancellation)
                ?? throw new IOException($"the engine at {peer} closed the connection");
        }
        catch (SocketException e)
        {
            throw new IOException($"the engine at {peer} cannot be reached: {e.SocketErrorCode}", e);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (LineConnection connection in _idle.Values.SelectMany(bag => bag))
        {
            connection.Dispose();
        }
    }

    private static async Task<LineConnection> ConnectAsync(HostPort peer, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(peer.Host, peer.Port, cancellation);
            return new LineConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<ChannelMessage?> TryAskAsync(ConcurrentBag<LineConnection> idle, LineConnection connection, ChannelMessage message, CancellationToken cancellation)
    {
        bool keep = false;
        try
        {
            await connection.WriteAsync(message + "\n", cancellation);
            string? line = await connection.ReadAsync(cancellation);
            ChannelMessage? answer = line is null ? null : ChannelMessage.Parse(line) ?? throw new IOException("an answer that is no line of the side channel");
            keep = answer is not null && !_disposed;
            return answer;
        }
        catch (SocketException)
        {
            // Reset: as good as closed.
            return null;
        }
        finally
        {
            if (keep)
            {
                idle.Add(connection);
            }
            else
            {
                connection.Dispose();
            }
        }
    }
}
