using System.Net;
using System.Net.Sockets;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Clients;

public sealed class ListenerTests : IDisposable
{
    private readonly ClientListener _listener = new(new IPEndPoint(IPAddress.Loopback, 0), Together.Token, MonotonicClock.Instance, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Who_knows_the_token_is_let_in_and_says_who_it_is()
    {
        using ClientLink link = await Together.ConnectAsync(_listener, rank: 3);
        using RemoteClient client = await _listener.Arrived.ReadAsync(Cancellation);

        Assert.Equal(new ClientIdentity(Together.Version, "host-3", 103, 3), client.Identity);
        Assert.Equal(0, _listener.Refused);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("LGC1 and then what is no proof of anything at all........")]
    [InlineData("")]
    public async Task A_stranger_is_closed_on(string greeting)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_listener.Bound, Cancellation);
        await using NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(greeting), Cancellation);
        socket.Client.Shutdown(SocketShutdown.Send);

        // The greeting with its nonce is all that it ever gets.
        byte[] heard = new byte[100];
        Assert.Equal(20, await stream.ReadAtLeastAsync(heard, heard.Length, throwOnEndOfStream: false, Cancellation));
        Assert.Equal(1, _listener.Refused);
        Assert.False(_listener.Arrived.TryRead(out _));
    }

    [Fact]
    public async Task Another_token_is_refused()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_listener.Bound, Cancellation);
        Assert.False(await Handshake.ConnectAsync(socket.GetStream(), "another token of enough length", Cancellation));
        Assert.False(_listener.Arrived.TryRead(out _));
    }

    [Fact]
    public async Task A_client_refuses_a_coordinator_that_does_not_know_the_token()
    {
        (Stream client, Stream impostor) = await PairAsync();
        Task<bool> connecting = Handshake.ConnectAsync(client, Together.Token, Cancellation);
        await impostor.WriteAsync((byte[])[.. "LGC1"u8, .. new byte[16]], Cancellation);
        await impostor.ReadExactlyAsync(new byte[52], Cancellation);
        await impostor.WriteAsync(new byte[32], Cancellation);

        Assert.False(await connecting);
        await client.DisposeAsync();
        await impostor.DisposeAsync();
    }

    [Fact]
    public async Task Once_it_is_closed_nobody_is_let_in()
    {
        IPEndPoint bound = _listener.Bound;
        _listener.Dispose();
        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync(bound, Cancellation).AsTask());
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        ClientException e = Assert.Throws<ClientException>(() => new ClientListener(_listener.Bound, Together.Token, MonotonicClock.Instance, TimeProvider.System));
        Assert.Contains($"--clients-listen {_listener.Bound}", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsUsage);
    }

    private static async Task<(Stream Client, Stream Impostor)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancellation);
        TcpClient impostor = await listener.AcceptTcpClientAsync(Cancellation);
        return (client.GetStream(), impostor.GetStream());
    }
}
