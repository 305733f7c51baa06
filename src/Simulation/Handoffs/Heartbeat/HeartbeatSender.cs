using System.Net.Sockets;
using LoadGen.Simulation.Handoffs.Channel;

namespace LoadGen.Simulation.Handoffs.Heartbeat;

/// <summary>Says every 3 s that the engine is there, as vLLM's P2pNccl and MoRI-IO connectors do; a router that is not there is tried again.</summary>
internal sealed class HeartbeatSender : IAsyncDisposable
{
    /// <summary>P2pNcclEngine.ping and MoRIIOConstants.PING_INTERVAL.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sending;

    private HeartbeatSender(HostPort router, byte[] message, string identity, TimeProvider time) =>
        _sending = SendAsync(router, message, identity, time);

    public static HeartbeatSender Start(HostPort router, byte[] message, string identity, TimeProvider time) => new(router, message, identity, time);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sending;
        _stopping.Dispose();
    }

    private async Task SendAsync(HostPort router, byte[] message, string identity, TimeProvider time)
    {
        ZmtpClient? client = null;
        using var beat = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    client ??= await ZmtpClient.ConnectAsync(router, identity, _stopping.Token);
                    await client.SendAsync(message, _stopping.Token);
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    // The router is not there, or not any more: the next beat connects anew.
                    client?.Dispose();
                    client = null;
                }
            }
            while (await beat.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The engine stops.
        }
        finally
        {
            client?.Dispose();
        }
    }
}
