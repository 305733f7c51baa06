using System.Text;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Tests.Health;

public sealed class HealthEndpointsTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Fleet _fleet = Fleets.Create();
    private readonly FakeCanary _canary = new();
    private readonly Readiness _readiness;
    private readonly HealthEndpoints _endpoints;

    public HealthEndpointsTests()
    {
        _readiness = new Readiness(_fleet, [WorkerRole.Both], ReadinessSettings.Default, _canary.RunAsync, _time, seed: 1);
        _endpoints = new HealthEndpoints(_readiness);
        _readiness.Start();
    }

    public ValueTask DisposeAsync() => _readiness.DisposeAsync();

    [Theory]
    [InlineData("/live")]
    [InlineData("/health")]
    public async Task Liveness_is_200_without_any_worker(string path) =>
        Assert.Equal((200, """{"status":"ok"}"""), await GetAsync(path));

    [Theory]
    [InlineData("/ready")]
    [InlineData("/readiness")]
    [InlineData("/health/ready")]
    public async Task Readiness_is_503_with_the_reason_until_a_canary_has_completed(string path)
    {
        Worker worker = _fleet.Add("http://10.0.0.1:8000", WorkerRole.Both);
        (int status, string body) = await GetAsync(path);
        Assert.Equal(503, status);
        Assert.Contains("\"reason\":\"no aggregated worker can be given requests: of 1, 1 starting\"", body, StringComparison.Ordinal);

        _fleet.SetHealth(worker, isHealthy: true);
        _canary.End(new CanaryResult(true));

        const string Ready = """{"ready":true,"roles":[{"role":"both","workers":1,"available":1}],"canaries_completed":1,"canaries_failed":0}""";
        Assert.Equal((200, Ready), await GetAsync(path));
    }

    [Fact]
    public async Task Head_gets_the_status_alone() => Assert.Equal((503, ""), await GetAsync("/ready", "HEAD"));

    [Fact]
    public async Task Other_methods_are_refused() => Assert.Equal((405, ""), await GetAsync("/health", "POST"));

    [Fact]
    public async Task Other_paths_are_left_to_others()
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/health/";
        Assert.False(await _endpoints.TryHandleAsync(context));
    }

    private async Task<(int Status, string Body)> GetAsync(string path, string method = "GET")
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Response.Body = body;
        Assert.True(await _endpoints.TryHandleAsync(context));
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }
}
