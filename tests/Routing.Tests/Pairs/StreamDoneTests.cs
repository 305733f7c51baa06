using LoadGen.Routing.Tests.Pairs.Support;

namespace LoadGen.Routing.Tests.Pairs;

/// <summary>What breaks behind a stream's end marker, or in the middle of an event.</summary>
public sealed class StreamDoneTests
{
    private const string Body = """{"prompt":"a b c","stream":true}""";

    [Fact(Timeout = 30_000)]
    public async Task A_connection_that_breaks_behind_the_end_marker_is_no_error_to_the_client()
    {
        string answer = await AskAsync("data: {\"choices\":[]}\n\n", "data: [DONE]\n\n");

        Assert.EndsWith("data: [DONE]\n\n\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("error", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Half_an_event_is_not_passed_on_in_front_of_the_error()
    {
        string answer = await AskAsync("data: {\"choices\":[]}\n\n", "data: {\"cho");

        Assert.DoesNotContain("\"cho\r", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"chodata", answer, StringComparison.Ordinal);
        Assert.Equal(2, answer.Split("data: {").Length - 1);
        Assert.Contains("data: {\"error\":", answer, StringComparison.Ordinal);
    }

    // Decode sends these pieces, and closes its connection without the body's end.
    private static async Task<string> AskAsync(params string[] pieces)
    {
        await using var prefill = new ScriptedWorker(r => r.ReplyAsync(200, "application/json", "{}"));
        await using var decode = new ScriptedWorker(async r =>
        {
            await r.BeginStreamAsync();
            await r.ChunksAsync(pieces);
            r.IsLast = true;
        });
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", prefill.Url, decode.Url, "retries: { attempts_max: 1 }");
        using RawClient client = pair.Connect();
        await client.PostAsync("/v1/completions", Body);
        return await client.ReadUntilAsync("0\r\n\r\n");
    }
}
