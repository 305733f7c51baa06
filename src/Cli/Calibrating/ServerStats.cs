using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LoadGen.Cli.Calibrating;

/// <summary>
/// Asks the paced server for its statistics, on a connection of its own that the measurement does not count. HTTP/1.1 as far as the built-in
/// server needs it: one request, the answer's end is the connection's.
/// </summary>
internal static class ServerStats
{
    // The server answers in microseconds unless it is drowning: then the level has its verdict without this figure.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>How late it was at p99 since the last reset, µs; null when it does not answer or has sent nothing.</summary>
    public static async Task<double?> LatenessUsP99Async(Uri server)
    {
        string? answer = await AskAsync(server, "GET");
        int open = answer?.IndexOf('{', StringComparison.Ordinal) ?? -1;
        int close = answer?.LastIndexOf('}') ?? -1;
        if (open < 0 || close < open)
        {
            return null;
        }

        using JsonDocument json = JsonDocument.Parse(answer.AsMemory(open, close - open + 1));
        JsonElement lateness = json.RootElement.GetProperty("lateness_us");
        return lateness.GetProperty("count").GetInt64() > 0 ? lateness.GetProperty("p99").GetDouble() : null;
    }

    /// <summary>Starts them anew.</summary>
    public static Task ResetAsync(Uri server) => AskAsync(server, "DELETE");

    private static async Task<string?> AskAsync(Uri server, string method)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server.Host, server.Port, limit.Token);
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} /stats HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"), limit.Token);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadToEndAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
