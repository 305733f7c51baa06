using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>What is too large, too much and too slow gets its own status.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_request_whose_time_is_over_gets_504_from_a_pair_that_hangs()
    {
        await using RoutedPool pool = await RoutedPool.StartAsync("sglang", "retries: {attempts_max: 1}");
        await pool.Decode.FaultsAsync("hang");
        Reply late = (await pool.Router.PostAsync(Ask.CompletionPath, Ask.Short, ("x-request-timeout-ms", "100"))).Is(504);
        Assert.Contains("time", late.Error.Message);
    }

    [Theory]
    [InlineData("sglang")]
    [InlineData("aggregated")]
    public async Task Too_large_and_too_many(string name)
    {
        await using RoutedPool pool = await RoutedPool.StartAsync(name, "limits: {body_bytes_max: 2048, in_flight_max: 1, queue_size_max: 1}\nretries: {attempts_max: 1}\ntimeouts: {decode_abort_hold_s: 0.1}");
        RouterProcess router = pool.Router;
        string large = Ask.Short.Replace("one two", new string('a', 3000));
        Assert.Equal("invalid_body", (await router.PostAsync(Ask.CompletionPath, large)).Is(413).Error.Code);
        (await router.PostAsync("/v1/embeddings", large)).Is(413);

        await pool.Decode.FaultsAsync("hang");
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> first = router.OpenAsync(Ask.CompletionPath, Ask.Short, leave.Token);
        await Eventually.HoldsAsync(() => router.QueueAsync(), queue => queue == (1, 0));
        Task<HttpResponseMessage> second = router.OpenAsync(Ask.CompletionPath, Ask.Short, leave.Token);
        await Eventually.HoldsAsync(() => router.QueueAsync(), queue => queue == (1, 1));
        Reply third = (await router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(429);
        Assert.Equal("queue_full", third.Error.Code);
        Assert.True(int.Parse(third.RetryAfter!) > 0);

        // Clients that go away leave nothing behind.
        await pool.Decode.FaultsAsync();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Eventually.HoldsAsync(() => router.QueueAsync(), queue => queue == (0, 0));
        (await router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(200);
        MetricsText metrics = await Eventually.HoldsAsync(
            router.MetricsAsync,
            m => m.Sum("requests_started_total") == m.Sum("requests_total") && m.Sum("legs_started_total") == m.Sum("legs_total"));
        Assert.Equal(1, metrics.Sum("rejected_total", "reason=\"queue_full\""));
    }
}
