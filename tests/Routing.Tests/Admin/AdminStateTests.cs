using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LoadGen.Routing.Admin;
using LoadGen.Routing.Health;
using LoadGen.Routing.Tests.Health;

namespace LoadGen.Routing.Tests.Admin;

public sealed class AdminStateTests : IAsyncDisposable
{
    private readonly AdminFixture _admin = new();

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task The_state_is_one_document_of_all_parts()
    {
        _admin.Parts = _admin.Parts with
        {
            Readiness = () => new ReadinessReport(false, "there is no decode worker", [new RoleReport("decode", 0, 0)], 3, 1),
            Sections = new Dictionary<string, Action<Utf8JsonWriter>>
            {
                ["queue"] = json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("depth", 7);
                    json.WriteEndObject();
                },
            },
        };

        JsonElement state = (await _admin.GetAsync("/admin/state")).Json;

        Assert.Equal("1.2.3", state.GetProperty("version").GetString());
        Assert.Equal("2026-01-01T00:00:00+00:00", state.GetProperty("at").GetString());
        Assert.Equal(["prefill", "decode", "both"], state.GetProperty("pools").EnumerateArray().Select(p => p.GetProperty("role").GetString()));
        JsonElement prefill = state.GetProperty("pools")[0];
        Assert.Equal(("first", 1, 1), (prefill.GetProperty("policy").GetString(), prefill.GetProperty("available").GetInt32(), prefill.GetProperty("workers").GetArrayLength()));
        Assert.Equal("there is no decode worker", state.GetProperty("readiness").GetProperty("reason").GetString());
        Assert.Equal(7, state.GetProperty("queue").GetProperty("depth").GetInt32());
    }

    [Fact]
    public async Task A_part_that_cannot_tell_does_not_keep_the_others_from_telling()
    {
        _admin.Parts = _admin.Parts with
        {
            Sections = new Dictionary<string, Action<Utf8JsonWriter>>
            {
                ["broken"] = json =>
                {
                    json.WriteStartObject();
                    throw new TimeoutException("a detail");
                },
                ["empty"] = _ => { },
                ["half"] = json => json.WriteStartArray(),
                ["whole"] = json => json.WriteBooleanValue(true),
            },
        };

        AdminAnswer answer = await _admin.GetAsync("/admin/state");

        Assert.Equal("TimeoutException", answer.Json.GetProperty("broken").GetProperty("error").GetString());
        Assert.Equal("InvalidOperationException", answer.Json.GetProperty("empty").GetProperty("error").GetString());
        Assert.Equal("InvalidOperationException", answer.Json.GetProperty("half").GetProperty("error").GetString());
        Assert.True(answer.Json.GetProperty("whole").GetBoolean());
        Assert.DoesNotContain("a detail", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_says_what_has_changed()
    {
        _admin.Parts = _admin.Parts with { Reload = _ => Task.FromResult(new ReloadOutcome(true, ["added http://h:1"])) };

        AdminAnswer answer = await _admin.PostAsync("/admin/reload");

        Assert.Equal((200, """{"applied":true,"changes":["added http://h:1"]}"""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_file_that_is_refused_is_422_with_all_that_is_wrong()
    {
        _admin.Parts = _admin.Parts with { Reload = _ => Task.FromResult(new ReloadOutcome(false, ["router.yaml:3: x", "router.yaml:9: y"])) };

        Assert.Equal(
            "the file was refused and the old configuration stays: router.yaml:3: x; router.yaml:9: y",
            (await _admin.PostAsync("/admin/reload")).Error(422, "invalid_request_error", "invalid_configuration"));
    }

    [Fact]
    public async Task Reloads_do_not_overlap()
    {
        var first = new TaskCompletionSource<ReloadOutcome>();
        _admin.Parts = _admin.Parts with { Reload = _ => first.Task };
        Task<AdminAnswer> answer = _admin.PostAsync("/admin/reload");

        Assert.NotEmpty((await _admin.PostAsync("/admin/reload")).Error(409, "conflict_error", "reload_under_way"));
        first.SetResult(new ReloadOutcome(true, []));

        Assert.Equal(200, (await answer).Status);
        Assert.Equal(200, (await _admin.PostAsync("/admin/reload")).Status);
    }

    [Fact]
    public async Task Without_a_file_there_is_nothing_to_reload() =>
        Assert.NotEmpty((await _admin.PostAsync("/admin/reload")).Error(409, "conflict_error", "no_configuration"));

    [Fact]
    public async Task Every_worker_flushes_its_cache_within_the_given_timeout()
    {
        AdminAnswer answer = await _admin.PostAsync("/admin/flush_cache?timeout=2.5");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["POST http://10.0.0.1:8000/flush_cache?timeout=2.5", "POST http://10.0.0.2:8000/flush_cache?timeout=2.5"],
            _admin.Engines.Requests.Select(r => $"{r.Method} {r.RequestUri}").Order(StringComparer.Ordinal));
        Assert.Equal(
            """{"ok":true,"workers":[{"id":"http://10.0.0.1:8000","role":"prefill","ok":true,"status":200,"latency_ms":0},{"id":"http://10.0.0.2:8000","role":"decode","ok":true,"status":200,"latency_ms":0}]}""",
            answer.Body);
    }

    [Fact]
    public async Task Without_a_timeout_none_is_forwarded()
    {
        await _admin.PostAsync("/admin/flush_cache");

        Assert.All(_admin.Engines.Requests, r => Assert.Equal("/flush_cache", r.RequestUri!.PathAndQuery));
    }

    [Fact]
    public async Task What_a_worker_could_not_do_is_said_of_that_worker()
    {
        using var engines = new FakeHandler(request => request.RequestUri!.Host == "10.0.0.1"
            ? new HttpResponseMessage(HttpStatusCode.BadRequest)
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.ConnectionRefused)));
        _admin.Parts = _admin.Parts with { EngineHandler = engines };

        AdminAnswer answer = await _admin.PostAsync("/admin/flush_cache");

        Assert.Equal(502, answer.Status);
        Assert.Equal(
            ["POST /flush_cache answered 400: requests are under way there", "no connection to 10.0.0.2:8000: connection refused: nothing listens there"],
            answer.Json.GetProperty("workers").EnumerateArray().Select(w => w.GetProperty("error").GetString()));
    }
}
