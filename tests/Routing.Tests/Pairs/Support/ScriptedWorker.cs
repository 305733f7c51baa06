using System.Net.Sockets;
using LoadGen.Shared.Servers;

namespace LoadGen.Routing.Tests.Pairs.Support;

/// <summary>A worker that does with each request exactly what a test says, byte by byte.</summary>
internal sealed class ScriptedWorker : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<ScriptedRequest, Task> _script;
    private int _requests;

    public ScriptedWorker(Func<ScriptedRequest, Task> script)
    {
        _script = script;
        _listener = new LoopbackListener(ServeAsync);
    }

    public string Url => $"http://{_listener.EndPoint}";

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>A port on which nobody listens.</summary>
    public static string RefusingUrl() => $"http://127.0.0.1:{LoopbackListener.ClosedPort()}";

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        await using var stream = new NetworkStream(socket);
        while (await RequestText.ReadAsync(stream, stop) is { } text)
        {
            Interlocked.Increment(ref _requests);
            var request = new ScriptedRequest(stream, text, stop);
            await _script(request);
            if (request.IsLast)
            {
                return;
            }
        }
    }
}
