using System.Net;
using System.Net.Sockets;
using LoadGen.Measurement.Clients.Wire;

namespace LoadGen.Measurement.Clients;

/// <summary>Finds the coordinator: tries its addresses in turn, again and again for a while, as the two may start in any order.</summary>
internal static class Dialling
{
    private static readonly TimeSpan s_eachLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static async Task<Stream> ConnectAsync(ClientInvitation invitation, TimeProvider time, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        using var pause = new PeriodicTimer(s_pause, time);
        string last = "no address is given";
        do
        {
            foreach (DnsEndPoint address in invitation.Addresses)
            {
                (Stream? stream, last) = await TryAsync(address, invitation.Token, time, cancellation);
                if (stream is not null)
                {
                    return stream;
                }
            }
        }
        while (time.GetElapsedTime(began) < s_limit && await pause.WaitForNextTickAsync(cancellation));
        throw new ClientException($"{ClientInvitation.AddressVariable}: no coordinator answers at {invitation} within {s_limit.TotalSeconds:0} s (the last: {last})");
    }

    private static async Task<(Stream? Stream, string Problem)> TryAsync(DnsEndPoint address, string token, TimeProvider time, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timer = new CancellationTokenSource(s_eachLimit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, limit.Token);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (await Handshake.ConnectAsync(stream, token, limit.Token))
            {
                return (stream, "");
            }

            await stream.DisposeAsync();
            return (null, $"{ClientInvitation.Text(address)} is not this run's coordinator, or has another {ClientInvitation.TokenVariable}");
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            socket.Dispose();
            return (null, $"{ClientInvitation.Text(address)}: {(e is OperationCanceledException ? "no answer" : e.Message)}");
        }
    }
}
