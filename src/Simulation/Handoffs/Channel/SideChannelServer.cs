using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadGen.Simulation.Handoffs.Channel;

/// <summary>
/// The port at which other engines ask for caches. Besides the lines of <see cref="ChannelMessage"/> it answers <c>GET</c> in HTTP/1.1:
/// Mooncake's bootstrap server is asked for its engine ids that way.
/// </summary>
internal sealed class SideChannelServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<ChannelMessage, CancellationToken, Task<ChannelMessage>> _answer;
    private readonly Func<string, string?> _page;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _conversations = new();
    private readonly Task _accepting;

    private SideChannelServer(Socket listener, Func<ChannelMessage, CancellationToken, Task<ChannelMessage>> answer, Func<string, string?> page)
    {
        (_listener, _answer, _page) = (listener, answer, page);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="endPoint">Where; port 0: any free one.</param>
    /// <param name="answer">Answers a line; cancelled when the asker goes.</param>
    /// <param name="page">The JSON body at a path, or null for 404.</param>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public static SideChannelServer Start(IPEndPoint endPoint, Func<ChannelMessage, CancellationToken, Task<ChannelMessage>> answer, Func<string, string?> page)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endPoint);
            listener.Listen();
            return new SideChannelServer(listener, answer, page);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_conversations.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A client that went before it was accepted is no reason to stop; our own end is.
                continue;
            }

            socket.NoDelay = true;
            Task conversation = ConverseAsync(socket);
            _conversations.TryAdd(conversation, true);
            _ = conversation.ContinueWith(done => _conversations.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task ConverseAsync(Socket socket)
    {
        using var connection = new LineConnection(socket);
        try
        {
            Task<string?> next = connection.ReadAsync(_stopping.Token);
            while (await next is { } line)
            {
                if (line.StartsWith("GET ", StringComparison.Ordinal))
                {
                    await AnswerHttpAsync(connection, line);
                    next = connection.ReadAsync(_stopping.Token);
                    continue;
                }

                // The asker sends nothing until it is answered: what this read sees meanwhile is its end.
                next = connection.ReadAsync(_stopping.Token);
                ChannelMessage reply = await AnswerAsync(line, next);
                await connection.WriteAsync(reply + "\n", _stopping.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other engine went, or this one stops: the connection ends with it.
        }
    }

    private async Task<ChannelMessage> AnswerAsync(string line, Task<string?> askerGone)
    {
        if (ChannelMessage.Parse(line) is not { } asked)
        {
            return new ChannelMessage("FAILED", "-", new Dictionary<string, string> { ["why"] = "not a line of the side channel" });
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        Task<ChannelMessage> answering = _answer(asked, gone.Token);
        if (await Task.WhenAny(answering, askerGone) == askerGone)
        {
            await gone.CancelAsync();
        }

        return await answering;
    }

    private async Task AnswerHttpAsync(LineConnection connection, string requestLine)
    {
        while (await connection.ReadAsync(_stopping.Token) is { Length: > 0 })
        {
            // Header fields: none of them changes the answer.
        }

        string path = requestLine.Split(' ')[1];
        string? body = _page(path);
        string status = body is null ? "404 Not Found" : "200 OK";
        body ??= "{\"detail\":\"Not Found\"}";
        await connection.WriteAsync(
            $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nx-simulated: 1\r\n\r\n{body}", _stopping.Token);
    }
}
