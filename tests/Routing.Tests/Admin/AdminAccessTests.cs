namespace LoadGen.Routing.Tests.Admin;

public sealed class AdminAccessTests : IAsyncDisposable
{
    private readonly AdminFixture _admin = new();

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Theory]
    [InlineData("GET", "/admin/workers")]
    [InlineData("DELETE", "/admin/workers/http:%2F%2F10.0.0.1:8000")]
    [InlineData("GET", "/admin/nothing")]
    [InlineData("PUT", "/admin/state")]
    public async Task Without_the_token_there_is_nothing_to_learn_and_nothing_to_do(string method, string target)
    {
        AdminAnswer answer = await _admin.SendAsync(method, target, token: "wrong");

        Assert.Contains("Authorization: Bearer", answer.Error(401, "authentication_error", "invalid_token"), StringComparison.Ordinal);
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        Assert.DoesNotContain("wrong", answer.Body, StringComparison.Ordinal);
        Assert.Equal(2, _admin.Fleet.Workers.Count);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/admin")]
    [InlineData("/metrics")]
    [InlineData("/admin/worker")]
    [InlineData("/admin/workers/http:%2F%2F10.0.0.1:8000/stop")]
    [InlineData("/admin/workers/a/b/c")]
    public async Task An_unknown_path_is_404(string path) =>
        Assert.Contains("flush_cache", (await _admin.GetAsync(path)).Error(404, "not_found_error", "no_such_path"), StringComparison.Ordinal);

    [Theory]
    [InlineData("PUT", "/admin/workers", "GET, POST")]
    [InlineData("POST", "/admin/workers/http:%2F%2F10.0.0.1:8000", "GET, DELETE")]
    [InlineData("GET", "/admin/workers/http:%2F%2F10.0.0.1:8000/drain", "POST")]
    [InlineData("GET", "/admin/workers/flip?url=http://10.0.0.1:8000", "POST")]
    [InlineData("POST", "/admin/state", "GET")]
    [InlineData("GET", "/admin/reload", "POST")]
    [InlineData("GET", "/admin/flush_cache", "POST")]
    public async Task A_method_that_a_path_does_not_have_is_405_with_those_it_has(string method, string target, string allow)
    {
        AdminAnswer answer = await _admin.SendAsync(method, target);

        Assert.Contains(allow, answer.Error(405, "invalid_request_error", "method_not_allowed"), StringComparison.Ordinal);
        Assert.Equal(allow, answer.Header("Allow"));
    }

    [Theory]
    [InlineData("DELETE", "/admin/workers/http:%2F%2F10.0.0.1:8000?drian=true", "?drian is not known: use drain")]
    [InlineData("DELETE", "/admin/workers?url=http://10.0.0.1:8000&drain=yes", "?drain=yes is neither true nor false")]
    [InlineData("DELETE", "/admin/workers?url=http://10.0.0.1:8000&url=http://10.0.0.2:8000", "?url is given twice")]
    [InlineData("GET", "/admin/workers?all", "?all is not known: use url")]
    [InlineData("GET", "/admin/state?x=1", "?x is not known: there are none here")]
    [InlineData("POST", "/admin/workers/drain?url=http://10.0.0.1:8000&wait_s=-1", "?wait_s=-1 is not a number of seconds from 0 to 3600")]
    [InlineData("POST", "/admin/workers/drain", "which worker?")]
    [InlineData("POST", "/admin/workers/http:%2F%2F10.0.0.1:8000/flip", "?role= is missing: use prefill, decode or both")]
    [InlineData("POST", "/admin/workers/http:%2F%2F10.0.0.1:8000/flip?role=x&wait_s=y", "?wait_s=y is not a number of seconds from 0 to 3600; ?role=x is no role")]
    [InlineData("POST", "/admin/flush_cache?timeout=soon", "?timeout=soon is not a number of seconds")]
    public async Task A_query_is_read_strictly_before_anything_is_done(string method, string target, string problem)
    {
        AdminAnswer answer = await _admin.SendAsync(method, target);

        Assert.Contains(problem, answer.Error(400, "invalid_request_error", "invalid_request"), StringComparison.Ordinal);
        Assert.Equal(2, _admin.Fleet.Workers.Count);
        Assert.Empty(_admin.Engines.Requests);
    }
}
