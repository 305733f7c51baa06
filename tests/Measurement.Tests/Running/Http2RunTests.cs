using System.Net;
using System.Text.Json;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>Runs against Kestrel, which speaks nothing but HTTP/2 here.</summary>
public class Http2RunTests
{
    private const string Usage = """{"prompt_tokens":4,"completion_tokens":3}""";

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, 1)]
    public async Task A_run_measures_the_same_and_says_whose_clock_it_was(bool isOpen, int? connections)
    {
        await using WebApplication server = await StartAsync(AnswerAsync);
        BenchOptions options = Options(server, requests: 20, concurrency: 4, connections);
        options = isOpen ? options with { Arrivals = new ListedArrivals(new long[20]), Loops = 2 } : options;
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal((20, 20L * 3), (result.Totals.Completed, result.Totals.OutputTokens));
        Assert.Equal((20L, 20L), (result.Totals.Metric(MetricRegistry.Ttft).Count, result.Totals.Metric(MetricRegistry.Head).Count));
        Assert.Equal(connections ?? result.Run.ConnectionsOpened, result.Run.ConnectionsOpened);
        Assert.Equal(20, result.Run.ConnectionsOpened + result.Run.ConnectionsReused);
        Assert.Equal(result.Run.ConnectionsOpened, result.Totals.Metric(MetricRegistry.Connect).Count);
        JsonElement document = Document(options, result);
        Assert.Equal("2", document.GetProperty("target").GetProperty("http").GetString());
        Assert.Equal("user (framework HTTP/2)", document.GetProperty("observer").GetProperty("clock_source").GetString());
        Assert.Equal("framework HTTP/2", document.GetProperty("observer").GetProperty("transport").GetString());
    }

    [Fact]
    public async Task A_refusal_is_an_outcome_and_its_limits_are_counted()
    {
        await using WebApplication server = await StartAsync(http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "7";
            return http.Response.WriteAsync("""{"error":{"message":"slow down"}}""");
        });
        BenchOptions options = Options(server, requests: 2, concurrency: 1, null);
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal((2, "HTTP 429: slow down"), (result.Totals.Of(Outcome.RateLimited), result.FirstError));
        Assert.Equal(7, Document(options, result).GetProperty("rate_limits").GetProperty("retry_after_s").GetProperty("max").GetDouble());
    }

    [Fact]
    public async Task Nobody_at_the_port_is_a_refusal_and_nothing_was_sent()
    {
        BenchOptions options = Bench.Options(Bench.UrlOfNobody(), requests: 3) with { Transport = TransportOptions.Default with { Http = HttpChoice.Http2 } };
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal((3, 3L), (result.Totals.Of(Outcome.Refused), result.Totals.Unsent));
        Assert.All(result.Records, r => Assert.False(r.TryGetProperty("send_s", out _)));
        Assert.Equal(0, result.Totals.Metric(MetricRegistry.Lateness).Count);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_ends_its_streams()
    {
        await using WebApplication server = await StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync($"data: {ScriptedServer.Token()}\n\n");
            var gone = new TaskCompletionSource();
            using CancellationTokenRegistration left = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        BenchResult result = await Bench.RunAsync(Options(server, requests: 4, concurrency: 4, null), cancelWhen: s => s.Active == 4);

        result.AssertAll(Outcome.Cancelled);
        Assert.True(result.Run.Interrupted);
    }

    [Fact]
    public async Task A_stream_that_the_server_resets_is_truncated_and_the_run_goes_on()
    {
        int requests = 0;
        await using WebApplication server = await StartAsync(http =>
        {
            if (Interlocked.Increment(ref requests) != 2)
            {
                return AnswerAsync(http);
            }

            http.Abort();
            return Task.CompletedTask;
        });
        BenchResult result = await Bench.RunAsync(Options(server, requests: 3, concurrency: 1, null));

        Assert.Equal(["completed", "truncated", "completed"], result.Outcomes);
        Assert.Contains("RST_STREAM", result.FirstError, StringComparison.Ordinal);
        Assert.Equal(1, result.Run.ConnectionsOpened);
    }

    [Fact]
    public async Task The_model_is_asked_for_over_it_too()
    {
        await using WebApplication server = await StartAsync(http => http.Response.WriteAsync(
            http.Request is { Protocol: "HTTP/2", Method: "GET", Path.Value: "/v1/models" } ? """{"data":[{"id":"seen"}]}""" : "{}"));
        Assert.Equal("seen", await ModelDiscovery.FirstModelAsync(
            Url(server), [], TransportOptions.Default with { Http = HttpChoice.Http2 }, MonotonicClock.Instance, TestContext.Current.CancellationToken));
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        foreach (string data in (string[])[ScriptedServer.Token(), ScriptedServer.Token(), ScriptedServer.Token("length", Usage), "[DONE]"])
        {
            await http.Response.WriteAsync($"data: {data}\n\n");
            await http.Response.Body.FlushAsync();
        }
    }

    private static BenchOptions Options(WebApplication server, int requests, int concurrency, int? connections) =>
        Bench.Options(Url(server), requests: requests, concurrency: concurrency) with
        {
            Transport = TransportOptions.Default with { Http = HttpChoice.Http2, Http2Connections = connections },
        };

    private static Uri Url(WebApplication server) => new(server.Urls.First());

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static JsonElement Document(BenchOptions options, BenchResult result) => JsonSerializer
        .SerializeToElement(new ResultWriter(options, ResultFixtures.About).Build(result.Run), ResultJson.Readable.ResultDocument);
}
