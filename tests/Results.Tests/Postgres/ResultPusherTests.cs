using System.Net;
using System.Net.Sockets;
using LoadGen.Results.Postgres;

namespace LoadGen.Results.Tests.Postgres;

/// <summary>Without a database; tests/EndToEnd/postgres has the ones with.</summary>
public class ResultPusherTests
{
    [Fact]
    public void Steps_of_the_schema_are_numbered_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(step => step.Number));

    [Fact]
    public async Task A_server_that_hangs_up_is_unreachable_and_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task accepting = HangUpAsync(listener);

        var error = await Assert.ThrowsAsync<PushException>(
            () => ResultPusher.PushAsync([], PostgresTarget.Parse($"postgres://me@127.0.0.1:{port}/d?sslmode=disable"), CancellationToken.None));

        Assert.True(error.IsUnreachable);
        Assert.StartsWith($"127.0.0.1:{port}/d: ", error.Message, StringComparison.Ordinal);
        await accepting;
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        socket.Close();
    }
}
