using LoadGen.Routing.Tests.Pairs.Support;

namespace LoadGen.Routing.Tests.Pairs;

/// <summary>What a stream may do to the router: nothing, too much at once, or never end.</summary>
public sealed class StreamEdgeTests
{
    private const string Body = """{"prompt":"a b c","stream":true}""";

    [Fact(Timeout = 30_000)]
    public async Task A_stream_without_a_byte_is_one_clear_error()
    {
        await using var prefill = new ScriptedWorker(r => r.ReplyAsync(200, "application/json", "{}"));
        await using var decode = new ScriptedWorker(r => r.ReplyAsync(200, "text/event-stream", ""));
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", prefill.Url, decode.Url, "retries: { attempts_max: 1 }");
        using RawClient client = pair.Connect();

        await client.PostAsync("/v1/completions", Body);

        string answer = await client.ReadUntilAsync("\"code\"");
        Assert.StartsWith("HTTP/1.1 502", answer, StringComparison.Ordinal);
        Assert.Contains("decode_failed", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_long_stream_comes_whole_and_its_connection_takes_the_next_request()
    {
        // Far more than the kernel and Kestrel's pipe hold between them.
        string piece = "data: " + new string('x', 8000) + "\n\n";
        const int Pieces = 400;
        await using var prefill = new ScriptedWorker(r => r.ReplyAsync(200, "application/json", "{}"));
        await using var decode = new ScriptedWorker(async r =>
        {
            await r.BeginStreamAsync();
            for (int i = 0; i < Pieces / 5; i++)
            {
                await r.ChunksAsync(piece, piece, piece, piece, piece);
            }

            await r.ChunksAsync("data: [DONE]\n\n");
            await r.EndStreamAsync();
        });
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", prefill.Url, decode.Url);
        using RawClient client = pair.Connect();

        for (int request = 0; request < 2; request++)
        {
            await client.PostAsync("/v1/completions", Body);
            string answer = await client.ReadUntilAsync("\r\n0\r\n\r\n");
            Assert.Equal(Pieces * 8000, answer[answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..].Count(c => c == 'x'));
            client.Forget();
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stream_for_an_old_client_is_not_chunked_and_ends_with_its_connection()
    {
        await using var prefill = new ScriptedWorker(r => r.ReplyAsync(200, "application/json", "{}"));
        await using var decode = new ScriptedWorker(r => r.ReplyAsync(200, "text/event-stream", "data: 1\n\ndata: [DONE]\n\n"));
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", prefill.Url, decode.Url);
        using RawClient client = pair.Connect();

        await client.SendAsync($"POST /v1/completions HTTP/1.0\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");

        string answer = await client.ReadUntilAsync("[DONE]\n\n");
        Assert.DoesNotContain("chunked", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("\r\n\r\ndata: 1\n\ndata: [DONE]\n\n", answer, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("text/event-stream; charset=\u00e9")]
    [InlineData("application/json\u0001")]
    public async Task A_content_type_that_no_head_may_hold_harms_nobody(string contentType)
    {
        await using var prefill = new ScriptedWorker(r => r.ReplyAsync(200, "application/json", "{}"));
        await using var decode = new ScriptedWorker(r => r.ReplyAsync(200, contentType, "data: [DONE]\n\n"));
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", prefill.Url, decode.Url);
        using RawClient client = pair.Connect();

        await client.PostAsync("/v1/completions", Body);

        Assert.StartsWith("HTTP/1.1 200", await client.ReadUntilAsync("[DONE]"), StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(307)]
    [InlineData(204)]
    public async Task A_status_that_is_no_answer_is_the_workers_failure(int status)
    {
        await using var prefill = new ScriptedWorker(r => r.ReplyAsync(200, "application/json", "{}"));
        await using var decode = new ScriptedWorker(r => r.SendAsync($"HTTP/1.1 {status} X\r\nLocation: /x\r\nContent-Type: text/event-stream\r\n{(status == 204 ? "" : "Content-Length: 0\r\n")}\r\n"));
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", prefill.Url, decode.Url, "retries: { attempts_max: 1 }");
        using RawClient client = pair.Connect();

        await client.PostAsync("/v1/completions", Body);

        Assert.StartsWith("HTTP/1.1 502", await client.ReadUntilAsync("\"code\""), StringComparison.Ordinal);
    }
}
