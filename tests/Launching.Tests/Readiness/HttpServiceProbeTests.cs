using System.Net;
using System.Net.Sockets;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Readiness;

namespace LoadGen.Launching.Tests.Readiness;

public class HttpServiceProbeTests
{
    private readonly List<string> _bodies = [];
    private ServiceTarget _target = new("engine-0", new Uri("http://127.0.0.1:8000"), "m", new ReadinessPlan(), "");

    [Theory]
    [InlineData(200, null, false)]
    [InlineData(503, "GET /health answered 503", false)]
    [InlineData(401, "GET /health answered 401", true)]
    public async Task Health_is_a_status(int status, string? what, bool isFinal)
    {
        ProbeProblem? problem = await AskAsync(ReadinessStage.Health, status, "");
        Assert.Equal((what, isFinal), (problem?.What, problem?.IsFinal ?? false));
    }

    [Theory]
    [InlineData("""{"data":[{"id":"other"},{"id":"m"}]}""", null)]
    [InlineData("""{"data":[{"id":"other"}]}""", "GET /v1/models lists other, not 'm': is the served model's name right?")]
    [InlineData("""{"data":[]}""", "GET /v1/models lists no model, not 'm': is the served model's name right?")]
    [InlineData("<html>", "GET /v1/models answered no list of models")]
    public async Task The_model_must_be_listed_by_its_name(string body, string? what) =>
        Assert.Equal(what, (await AskAsync(ReadinessStage.Model, 200, body))?.What);

    [Theory]
    [InlineData("/v1/completions", """{"model":"m","prompt":"Count from one to ten:","max_tokens":4,"temperature":0,"stream":false}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Count from one to ten:"}],"max_tokens":4,"temperature":0,"stream":false}""")]
    public async Task The_canary_is_a_generation(string path, string expected)
    {
        _target = _target with { Plan = new ReadinessPlan { CanaryPath = path } };
        Assert.Null(await AskAsync(ReadinessStage.Canary, 200, """{"choices":[{"text":""}]}"""));
        Assert.Equal(expected, Assert.Single(_bodies));
        Assert.Equal($"POST {path} answered 200 without a generation", (await AskAsync(ReadinessStage.Canary, 200, """{"choices":[]}"""))?.What);
    }

    [Fact]
    public async Task A_port_is_open_when_it_accepts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var probe = new HttpServiceProbe(HttpServiceProbe.NewHandler(), TimeProvider.System);
        ServiceTarget open = _target with { Url = new UriBuilder("http", "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port).Uri };
        Assert.Null(await probe.AskAsync(open, ReadinessStage.Port, default));
        listener.Stop();
        Assert.NotNull(await probe.AskAsync(open, ReadinessStage.Port, default));
    }

    private async Task<ProbeProblem?> AskAsync(ReadinessStage stage, int status, string body)
    {
        using var probe = new HttpServiceProbe(new Handler(status, body, _bodies), TimeProvider.System);
        return await probe.AskAsync(_target, stage, default);
    }

    private sealed class Handler(int status, string body, List<string> bodies) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                bodies.Add(await content.ReadAsStringAsync(cancellationToken));
            }

            return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        }
    }
}
