using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Health;

public class HttpProbeTests
{
    private readonly Worker _worker = Fleets.Create().Add("http://engine:8000", WorkerRole.Both);

    [Fact]
    public async Task It_asks_in_HTTP_1_1_on_a_connection_of_its_own()
    {
        var handler = new FakeHandler(_ => new HttpResponseMessage(HttpStatusCode.OK));
        using var probe = new HttpProbe(ProbeSettings.Default, handler);

        ProbeAnswer answer = await probe.AskAsync(_worker, CancellationToken.None);

        Assert.Equal(new ProbeAnswer(ProbeVerdict.Good, 200, null), answer);
        HttpRequestMessage request = Assert.Single(handler.Requests);
        Assert.Equal("http://engine:8000/health", request.RequestUri!.AbsoluteUri);
        Assert.Equal((HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact), (request.Version, request.VersionPolicy));
        Assert.True(request.Headers.ConnectionClose);
    }

    [Fact]
    public async Task An_engine_may_have_a_path_of_its_own()
    {
        var handler = new FakeHandler(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
        using var probe = new HttpProbe(ProbeSettings.Default, handler, w => w == _worker ? "/v2/health/live?deep=0" : null);

        Assert.Equal(ProbeVerdict.Good, (await probe.AskAsync(_worker, CancellationToken.None)).Verdict);
        Assert.Equal("http://engine:8000/v2/health/live?deep=0", handler.Requests[0].RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData(404, "GET /health answered 404: is that this engine's health path?")]
    [InlineData(401, "GET /health answered 401: a health path must be open to the router")]
    [InlineData(503, "GET /health answered 503")]
    [InlineData(302, "GET /health answered 302")]
    public async Task Another_status_is_a_failure_that_says_so(int status, string error)
    {
        using var probe = new HttpProbe(ProbeSettings.Default, new FakeHandler(_ => new HttpResponseMessage((HttpStatusCode)status)));

        Assert.Equal(new ProbeAnswer(ProbeVerdict.Failed, status, error), await probe.AskAsync(_worker, CancellationToken.None));
    }

    public static TheoryData<HttpRequestError, Exception, string> Failures => new()
    {
        { HttpRequestError.NameResolutionError, new SocketException((int)SocketError.HostNotFound), "DNS: engine cannot be resolved (" },
        { HttpRequestError.ConnectionError, new SocketException((int)SocketError.ConnectionRefused), "no connection to engine:8000: connection refused" },
        { HttpRequestError.ConnectionError, new SocketException((int)SocketError.NetworkUnreachable), "no connection to engine:8000: no route to it" },
        { HttpRequestError.SecureConnectionError, new AuthenticationException("expired\nlast year"), "TLS: the handshake with engine:8000 failed: expired last year" },
        { HttpRequestError.ResponseEnded, new IOException(), "engine:8000 closed the connection before it answered" },
        { HttpRequestError.InvalidResponse, new IOException(), "engine:8000 answered with something that is not HTTP/1.1" },
        { HttpRequestError.Unknown, new IOException("strange"), "engine:8000: strange" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_request_without_an_answer_is_said_in_one_line(HttpRequestError kind, Exception inner, string error)
    {
        using var probe = new HttpProbe(ProbeSettings.Default, new FakeHandler(_ => throw new HttpRequestException(kind, "outer", inner)));

        ProbeAnswer answer = await probe.AskAsync(_worker, CancellationToken.None);

        Assert.Equal((ProbeVerdict.Failed, null), (answer.Verdict, answer.Status));
        Assert.StartsWith(error, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', answer.Error!);
    }

    [Fact]
    public async Task A_refused_connection_of_a_real_socket_is_told()
    {
        // A port that is bound and does not listen refuses, and nobody else can take it meanwhile.
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Worker worker = Fleets.Create().Add($"http://{bound.LocalEndPoint}", WorkerRole.Both);
        using var probe = new HttpProbe(ProbeSettings.Default, HttpProbe.NewHandler());

        ProbeAnswer answer = await probe.AskAsync(worker, CancellationToken.None);

        Assert.Equal($"no connection to {bound.LocalEndPoint}: connection refused: nothing listens there", answer.Error);
    }
}
