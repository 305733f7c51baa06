using System.Net;
using System.Net.Sockets;
using LoadGen.Results.Postgres;
using LoadGen.Results.Tests.Support;

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

    [Fact]
    public void After_a_lost_connection_the_runs_that_were_answered_for_are_the_least_that_is_there()
    {
        Assert.Equal("; at least 3 of 7 runs are there whole, none in part: push again", ResultPusher.After(3, 7));
        Assert.Equal("", ResultPusher.After(0, 7));
    }

    [Fact]
    public void The_character_0_is_in_no_json_that_is_pushed()
    {
        Assert.Equal("ab", TestData.Json(RowInsert.Json(["a\0b"]))[0].GetString());
        string identity = RowInsert.Json(Runs.Identity with { Model = "d\0s", Image = "\0", Variant = "a=\0b" });
        Assert.DoesNotContain("u0000", identity, StringComparison.Ordinal);
        Assert.Equal("ds", TestData.Json(identity).GetProperty("model").GetString());
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        socket.Close();
    }
}
