using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Admin;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Admin;

public sealed class AdminWorkersTests : IAsyncDisposable
{
    private readonly AdminFixture _admin = new();

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task The_list_shows_every_worker_with_its_load_and_its_latest_probe()
    {
        var last = new LastProbe(_admin.Time.GetUtcNow(), false, 503, "GET /health answered 503", 1.5);
        _admin.Parts = _admin.Parts with { LastProbeOf = w => w == _admin.Prefill ? last : null };
        _admin.Prefill.Load.Begin(100);
        _admin.Prefill.Load.Pin();

        JsonElement workers = (await _admin.GetAsync("/admin/workers")).Json.GetProperty("workers");

        const string Prefill = """
            {"id":"http://10.0.0.1:8000","number":1,"role":"prefill","state":"healthy","breaker":"closed","source":"configuration","requests":1,"tokens":100,"pinned":1,"last_probe":{"at":"2026-01-01T00:00:00+00:00","ok":false,"status":503,"error":"GET /health answered 503","latency_ms":1.5}}
            """;
        const string Decode = """
            {"id":"http://10.0.0.2:8000","number":2,"role":"decode","state":"healthy","breaker":"closed","source":"admin","requests":0,"tokens":0,"pinned":0}
            """;
        Assert.Equal(2, workers.GetArrayLength());
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Prefill).RootElement, workers[0]));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Decode).RootElement, workers[1]));
    }

    [Theory]
    [InlineData("/admin/workers/http%3A%2F%2F10.0.0.1%3A8000")]
    [InlineData("/admin/workers/http%3A%2F%2F10.0.0.1%3A8000%2F")]
    [InlineData("/admin/workers?url=http://10.0.0.1:8000")]
    [InlineData("/admin/workers?url=HTTP%3A%2F%2F10.0.0.1%3A8000%2F")]
    public async Task A_worker_is_named_by_its_encoded_id_or_by_url(string target) =>
        Assert.Equal(AdminFixture.PrefillId, (await _admin.GetAsync(target)).Worker("id"));

    [Fact]
    public async Task A_worker_that_is_not_there_is_404() => Assert.Equal(
        "there is no worker http://10.9.9.9:1: GET /admin/workers lists them",
        (await _admin.GetAsync("/admin/workers?url=http://10.9.9.9:1")).Error(404, "not_found_error", "no_such_worker"));

    [Fact]
    public async Task A_worker_is_added_with_all_that_a_hand_off_needs()
    {
        AdminAnswer answer = await _admin.PostAsync("/admin/workers", """
            {"url":"https://gpu7.example:8443/","role":"prefill","bootstrap_port":8998,"zmq_address":"10.0.0.7:20001","engine_id":"e7",
             "side_channel_host":"10.0.0.7","side_channel_port":5600,"context_info_endpoint":"10.0.0.7:19000","dp_size":2,"tp_size":8,
             "pp_size":3,"override_remote_host":true}
            """);

        Assert.Equal(201, answer.Status);
        Assert.Equal("admin", answer.Worker("source"));
        WorkerSettings settings = _admin.Fleet.Find("https://gpu7.example:8443")!.Settings;
        Assert.Equal(WorkerRole.Prefill, settings.Role);
        var peer = new LoadGen.Inference.Handoffs.HandoffPeer
        {
            Host = "gpu7.example",
            Port = 8443,
            BootstrapPort = 8998,
            ZmqAddress = "10.0.0.7:20001",
            EngineId = "e7",
            SideChannelHost = "10.0.0.7",
            SideChannelPort = 5600,
            ContextInfoEndpoint = "10.0.0.7:19000",
            DpSize = 2,
            TpSize = 8,
            PpSize = 3,
            OverridesRemoteHost = true,
        };
        Assert.Equal(peer, settings.Peer);
    }

    [Fact]
    public async Task A_hand_off_names_an_IPv6_worker_without_brackets()
    {
        Assert.Equal(201, (await _admin.PostAsync("/admin/workers", """{"url":"http://[fd00::7]:8000","role":"both"}""")).Status);
        Assert.Equal("fd00::7", _admin.Fleet.Find("http://[fd00::7]:8000")!.Peer.Host);
    }

    [Fact]
    public async Task A_worker_that_is_there_already_is_409()
    {
        AdminAnswer answer = await _admin.PostAsync("/admin/workers", """{"url":"http://10.0.0.1:8000","role":"decode"}""");

        Assert.Contains("is there already", answer.Error(409, "conflict_error", "worker_exists"), StringComparison.Ordinal);
        Assert.Equal(WorkerRole.Prefill, _admin.Fleet.Find(AdminFixture.PrefillId)!.Role);
    }

    [Fact]
    public async Task All_problems_of_a_body_are_named_at_once()
    {
        AdminAnswer answer = await _admin.PostAsync("/admin/workers", """
            {"url":"http://user:secret@h:1/v1","role":"prefil","bootstrap_port":70000,"engine_id":"","dp_size":0,"override_remote_host":1,"speed":9,"dp_size":2}
            """);

        string message = answer.Error(400, "invalid_request_error", "invalid_request");
        foreach (string problem in new[]
        {
            "speed is not known: use url, role,", "dp_size is given twice", "url is not the address of a worker", "role prefil is none: use prefill",
            "bootstrap_port must be an integer from 1 to 65535", "engine_id must be a string", "dp_size must be an integer from 1", "override_remote_host must be true or false",
        })
        {
            Assert.Contains(problem, message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the body is not JSON (line 1, byte 1)")]
    [InlineData("{\n\"url\": }", "the body is not JSON (line 2, byte 8)")]
    [InlineData("{\"url\":\"\\ud800\"}", "the body holds text that is not Unicode")]
    [InlineData("[]", "the body is no JSON object")]
    [InlineData("{}", "url is missing: give http://host:port or https://host:port; role is missing: use prefill, decode or both")]
    [InlineData("""{"url":7,"role":null}""", "url must be a string that is not empty; role must be a string that is not empty")]
    [InlineData("""{"url":"ftp://h:1","role":"both"}""", "url is not the address of a worker")]
    public async Task A_body_that_is_no_worker_is_400(string body, string problem) => Assert.Contains(
        problem, (await _admin.PostAsync("/admin/workers", body)).Error(400, "invalid_request_error", "invalid_request"), StringComparison.Ordinal);

    [Fact]
    public async Task What_the_hand_off_lacks_is_400()
    {
        _admin.Parts = _admin.Parts with { CheckWorker = s => [$"{s.Id} has no bootstrap_port: give one"] };

        AdminAnswer answer = await _admin.PostAsync("/admin/workers", """{"url":"http://h:1","role":"prefill"}""");

        Assert.Equal("http://h:1 has no bootstrap_port: give one", answer.Error(400, "invalid_request_error", "invalid_request"));
        Assert.Null(_admin.Fleet.Find("http://h:1"));
    }

    [Fact]
    public async Task A_body_over_the_bound_is_413_and_one_at_it_is_read()
    {
        AdminAnswer over = await _admin.PostAsync("/admin/workers", new string(' ', (1 << 20) + 1));
        Assert.Equal("the body is larger than 1048576 bytes", over.Error(413, "invalid_request_error", "body_too_large"));

        AdminAnswer at = await _admin.PostAsync("/admin/workers", """{"url":"http://h:1","role":"both"}""".PadRight(1 << 20));
        Assert.Equal(201, at.Status);
    }

    [Fact]
    public void No_bytes_whatever_make_the_reader_throw() => Prop.ForAll<byte[], int>((noise, at) =>
    {
        byte[] body = """{"url":"http://h:1","role":"prefill","bootstrap_port":8998,"engine_id":"é"}"""u8.ToArray();
        for (int i = 0; i < noise.Length; i++)
        {
            body[(int)(((uint)at + (uint)(i * 7)) % (uint)body.Length)] = noise[i];
        }

        (WorkerSettings? settings, IReadOnlyList<string> problems) = WorkerBody.Parse(body);
        return settings is null == problems.Count > 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_worker_of_the_admin_is_taken_out_at_once()
    {
        AdminAnswer answer = await _admin.DeleteAsync("/admin/workers?url=" + AdminFixture.DecodeId);

        Assert.Equal((200, "removed"), (answer.Status, answer.Worker("state")));
        Assert.False(answer.Json.TryGetProperty("note", out _));
        Assert.Null(_admin.Fleet.Find(AdminFixture.DecodeId));
    }

    [Fact]
    public async Task Who_takes_out_a_configured_worker_is_told_that_it_comes_back()
    {
        AdminAnswer answer = await _admin.DeleteAsync("/admin/workers?url=" + AdminFixture.PrefillId);

        Assert.Equal(200, answer.Status);
        Assert.Contains("comes back at the next reload", answer.Json.GetProperty("note").GetString(), StringComparison.Ordinal);
    }
}
