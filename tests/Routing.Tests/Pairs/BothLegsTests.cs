using System.Net;
using System.Net.Sockets;
using LoadGen.Routing.Tests.Pairs.Support;
using LoadGen.Routing.Workers;
using LoadGen.Shared.Servers;

namespace LoadGen.Routing.Tests.Pairs;

/// <summary>What ends one leg ends the other, and both workers are given back.</summary>
public sealed class BothLegsTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_prefill_that_refuses_the_connection_leaves_no_decode_behind()
    {
        await using var decode = new ScriptedWorker(r => r.UntilLeftAsync());
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", ScriptedWorker.RefusingUrl(), decode.Url, "retries: { attempts_max: 1 }");
        using RawClient client = pair.Connect();

        await client.PostAsync("/v1/completions", """{"prompt":"a"}""");

        Assert.StartsWith("HTTP/1.1 502", await client.ReadUntilAsync("prefill_failed"), StringComparison.Ordinal);
        await AtRestAsync(pair);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_prefill_that_fails_while_decodes_first_bytes_are_held_for_it_ends_decode()
    {
        var held = new TaskCompletionSource();
        await using var prefill = new ScriptedWorker(async r =>
        {
            await held.Task;
            await r.ReplyAsync(500, "application/json", """{"error":"broken"}""");
        });
        await using var decode = new ScriptedWorker(async r =>
        {
            await r.BeginStreamAsync();
            await r.ChunksAsync("data: {\"text\":\"a\",\"meta_info\":{\"input_token_logprobs\":[]}}\n\n");
            held.SetResult();
            await r.UntilLeftAsync();
        });
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", prefill.Url, decode.Url, "retries: { attempts_max: 1 }");
        using RawClient client = pair.Connect();

        await client.PostAsync("/generate", """{"text":"a","stream":true,"return_logprob":true,"logprob_start_len":0}""");

        Assert.StartsWith("HTTP/1.1 502", await client.ReadUntilAsync("prefill_failed"), StringComparison.Ordinal);
        await AtRestAsync(pair);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_worker_that_is_taken_out_while_it_is_connected_to_leaves_no_request_without_an_answer()
    {
        // Its queue of one is taken: the router's connection waits until that is accepted.
        using var full = new TcpListener(IPAddress.Loopback, 0);
        full.Start(0);
        string url = $"http://127.0.0.1:{((IPEndPoint)full.LocalEndpoint).Port}";
        using var filler = new TcpClient();
        await filler.ConnectAsync((IPEndPoint)full.LocalEndpoint, TestContext.Current.CancellationToken);
        await using var decode = new ScriptedWorker(r => r.UntilLeftAsync());
        await using RoutedPair pair = await RoutedPair.StartAsync("sglang", url, decode.Url, "retries: { attempts_max: 1 }\ntimeouts: { connect_s: 20 }");
        using RawClient client = pair.Connect();
        await client.PostAsync("/v1/completions", """{"prompt":"a"}""");
        while (decode.Requests == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.True(pair.Fleet.TryRemove(url));
        using TcpClient accepted = await full.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using TcpClient router = await full.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        RequestText? text = await RequestText.ReadAsync(router.GetStream(), TestContext.Current.CancellationToken);
        var request = new ScriptedRequest(router.GetStream(), text!, TestContext.Current.CancellationToken);
        await request.ReplyAsync(500, "application/json", "{}");

        Assert.StartsWith("HTTP/1.1 502", await client.ReadUntilAsync("prefill_failed"), StringComparison.Ordinal);
        while (decode.Requests == 0 || pair.ActiveOwners != 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // Background work of the loop: looked at until it is over. The test's own limit ends a wait for what never comes.
    private static async Task AtRestAsync(RoutedPair pair)
    {
        while (pair.Fleet.Workers.Any(w => w.Load.Requests != 0 || w.Load.Pinned != 0) || pair.ActiveOwners != 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        foreach (Worker worker in pair.Fleet.Workers)
        {
            Assert.Equal(0, worker.Load.Tokens);
        }
    }
}
