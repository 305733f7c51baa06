using System.Net.Sockets;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class ConnectionTests
{
    private const string Streamed = """{"stream":true,"max_tokens":3}""";

    [Fact]
    public async Task A_connection_serves_streams_and_whole_responses_one_after_another()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        for (int i = 0; i < 3; i++)
        {
            await client.PostAsync(Api.Completions, Streamed);
            string stream = await client.ReadThroughAsync("data: [DONE]\n\n\r\n0\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", stream, StringComparison.Ordinal);
            Assert.Contains("Transfer-Encoding: chunked\r\n", stream, StringComparison.Ordinal);
            Assert.Contains("x-simulated: 1\r\n", stream, StringComparison.Ordinal);
            await client.PostAsync(Api.Completions, """{"max_tokens":1}""");
            Assert.Contains("\"text\":\" the\"", await client.ReadThroughAsync("\"total_tokens\":1}}"), StringComparison.Ordinal);
        }

        await engine.UntilAsync(stats => stats is { Completed: 6, Active: 0 });
    }

    [Fact]
    public async Task Every_chunk_on_the_wire_has_the_size_it_says()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Chat, Streamed);
        string response = await client.ReadThroughAsync("\r\n0\r\n\r\n");
        string rest = response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        int chunks = 0;
        for (int size = -1; size != 0; chunks++)
        {
            int line = rest.IndexOf("\r\n", StringComparison.Ordinal);
            size = Convert.ToInt32(rest[..line], 16);
            Assert.Equal("\r\n", rest.Substring(line + 2 + size, 2));
            Assert.True(size == 0 || rest.AsSpan(line + 2, size).EndsWith("\n\n"));
            rest = rest[(line + 4 + size)..];
        }

        Assert.Equal("", rest);
        Assert.Equal(6, chunks);
    }

    [Fact]
    public async Task Two_pipelined_requests_are_answered_in_order()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Completions, Streamed);
        await client.PostAsync(Api.Chat, Streamed);
        string first = await client.ReadThroughAsync("\r\n0\r\n\r\n");
        string both = first.Contains("chat.completion", StringComparison.Ordinal) ? first : first + await client.ReadThroughAsync("\r\n0\r\n\r\n");
        Assert.True(both.IndexOf("text_completion", StringComparison.Ordinal) < both.IndexOf("chat.completion.chunk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_of_http_1_0_gets_a_stream_without_chunks_that_ends_with_the_connection()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.SendAsync($"POST /v1/completions HTTP/1.0\r\nContent-Length: {Streamed.Length}\r\n\r\n{Streamed}");
        string response = await client.ReadToCloseAsync();
        Assert.DoesNotContain("Transfer-Encoding", response, StringComparison.Ordinal);
        string body = response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.StartsWith("data: {", body, StringComparison.Ordinal);
        Assert.EndsWith("}\n\ndata: [DONE]\n\n", body, StringComparison.Ordinal);
        Assert.Equal(4, Sse.Events(body).Count);
    }

    [Fact]
    public async Task A_client_that_expects_100_continue_gets_it_before_the_response()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.SendAsync($"POST /v1/completions HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: {Streamed.Length}\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadThroughAsync("\r\n\r\n"));
        await client.SendAsync(Streamed);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await client.ReadThroughAsync("\r\n0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_before_it_is_sent()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.SendAsync("POST /v1/completions HTTP/1.1\r\nHost: test\r\nContent-Length: 999999999999\r\n\r\n{");
        Assert.StartsWith("HTTP/1.1 413 ", await client.ReadToCloseAsync(), StringComparison.Ordinal);
        await engine.UntilAsync(stats => stats is { Refused: 1, Active: 0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_goes_frees_its_request_long_before_it_is_due(bool stream)
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Slow);
        using (RawClient client = await RawClient.ConnectAsync(engine))
        {
            await client.PostAsync(Api.Chat, stream ? Streamed : "{}");
            await engine.UntilAsync(stats => stats.Active == 1);
        }

        await engine.UntilAsync(stats => stats is { Active: 0, Aborted: 1, Completed: 0, Tokens: 0 });
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_only_itself_and_loses_nothing()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient reader = await RawClient.ConnectAsync(engine);
        using RawClient sleeper = await RawClient.ConnectAsync(engine);

        // Some 40 MB: more than the socket buffers of both sides hold.
        await sleeper.PostAsync(Api.Completions, """{"stream":true,"max_tokens":200000}""");
        await engine.UntilAsync(stats => stats.Blocked > 0);
        await reader.PostAsync(Api.Completions, Streamed);
        await reader.ReadThroughAsync("data: [DONE]\n\n\r\n0\r\n\r\n");
        Assert.Equal(200_000, await sleeper.CountThroughAsync("\"text\":\""u8.ToArray(), "data: [DONE]\n\n\r\n0\r\n\r\n"u8.ToArray()));
        await sleeper.PostAsync(Api.Completions, Streamed);
        await sleeper.ReadThroughAsync("data: [DONE]\n\n\r\n0\r\n\r\n");
    }

    [Fact]
    public async Task An_idle_connection_is_closed_when_its_time_is_up()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { KeepAlive = TimeSpan.FromMilliseconds(1) });
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Completions, Streamed);
        Assert.EndsWith("data: [DONE]\n\n\r\n0\r\n\r\n", await client.ReadToCloseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusing_engine_has_no_listener_but_keeps_its_connections_and_comes_back_on_its_port()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient before = await RawClient.ConnectAsync(engine);
        await before.PostAsync(Api.Completions, Streamed);
        await before.ReadThroughAsync("\r\n0\r\n\r\n");
        for (int i = 0; i < 2; i++)
        {
            await engine.SetAcceptingAsync(false, TestContext.Current.CancellationToken);
            await engine.SetAcceptingAsync(false, TestContext.Current.CancellationToken);
            SocketException refused = await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(engine));
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
            await before.PostAsync(Api.Completions, Streamed);
            await before.ReadThroughAsync("\r\n0\r\n\r\n");
            await engine.SetAcceptingAsync(true, TestContext.Current.CancellationToken);
            await engine.SetAcceptingAsync(true, TestContext.Current.CancellationToken);
            using RawClient after = await RawClient.ConnectAsync(engine);
            await after.PostAsync(Api.Completions, Streamed);
            await after.ReadThroughAsync("\r\n0\r\n\r\n");
        }
    }

    [Fact]
    public async Task A_refusing_engine_whose_port_is_taken_says_so_and_can_try_again()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        await engine.SetAcceptingAsync(false, TestContext.Current.CancellationToken);
        using (var other = new TcpListener(System.Net.IPAddress.Loopback, engine.Url.Port))
        {
            other.Start();
            SimulationException failure = await Assert.ThrowsAsync<SimulationException>(() => engine.SetAcceptingAsync(true, TestContext.Current.CancellationToken));
            Assert.Contains("another has taken the port", failure.Message, StringComparison.Ordinal);
        }

        await engine.SetAcceptingAsync(true, TestContext.Current.CancellationToken);
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Completions, Streamed);
        await client.ReadThroughAsync("\r\n0\r\n\r\n");
    }

    [Fact]
    public async Task A_refusing_engine_can_be_stopped()
    {
        SimulatedEngine engine = await Engines.StartAsync();
        await engine.SetAcceptingAsync(false, TestContext.Current.CancellationToken);
        await engine.DisposeAsync();
        Assert.True(engine.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stopping_the_engine_ends_what_is_under_way()
    {
        SimulatedEngine engine = await Engines.StartAsync(Engines.Slow);
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Chat, Streamed);
        await engine.UntilAsync(stats => stats.Active == 1);
        await engine.DisposeAsync();
        Assert.True(engine.Completion.IsCompletedSuccessfully);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            // Closed or reset, depending on what was in flight; either way nothing can follow.
            Assert.DoesNotContain("[DONE]", await client.ReadToCloseAsync(), StringComparison.Ordinal);
            throw new IOException("closed");
        });
    }

    [Fact]
    public async Task Cancelling_the_wait_stops_the_engine_without_an_exception()
    {
        SimulatedEngine engine = await Engines.StartAsync();
        using var stop = new CancellationTokenSource();
        Task wait = engine.WaitForShutdownAsync(stop.Token);
        Assert.False(wait.IsCompleted);
        await stop.CancelAsync();
        await wait;
        Assert.True(engine.Completion.IsCompletedSuccessfully);
    }
}
