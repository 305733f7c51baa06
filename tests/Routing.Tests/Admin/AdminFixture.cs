using System.Net;
using System.Text;
using System.Text.Json;
using LoadGen.Routing.Admin;
using LoadGen.Routing.Tests.Health;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Tests.Admin;

/// <summary>An admin API over a fleet of two, and a client for it.</summary>
internal sealed class AdminFixture : IAsyncDisposable
{
    public const string PrefillId = "http://10.0.0.1:8000";
    public const string DecodeId = "http://10.0.0.2:8000";

    private AdminApi? _api;

    public AdminFixture()
    {
        Prefill = Fleet.Add(PrefillId, WorkerRole.Prefill);
        Decode = Fleet.Add(DecodeId, WorkerRole.Decode, WorkerSource.Admin);
        Engines = new FakeHandler(_ => new HttpResponseMessage(HttpStatusCode.OK));
        Parts = new AdminParts
        {
            Fleet = Fleet,
            IsAuthorized = context => context.Request.Headers.Authorization == "Bearer right",
            Time = Time,
            Version = "1.2.3",
            EngineHandler = Engines,
        };
    }

    public ManualTime Time { get; } = new();

    public Fleet Fleet { get; } = Fleets.Create(probes: false);

    public Worker Prefill { get; }

    public Worker Decode { get; }

    public FakeHandler Engines { get; }

    /// <summary>Changed before the first request.</summary>
    public AdminParts Parts { get; set; }

    public Task<AdminAnswer> GetAsync(string target) => SendAsync("GET", target);

    public Task<AdminAnswer> PostAsync(string target, string body = "") => SendAsync("POST", target, body);

    public Task<AdminAnswer> DeleteAsync(string target) => SendAsync("DELETE", target);

    public async Task<AdminAnswer> SendAsync(
        string method, string target, string body = "", string token = "right", CancellationToken aborted = default)
    {
        _api ??= new AdminApi(Parts);
        string[] parts = target.Split('?', 2);
        using var written = new MemoryStream();
        var context = new DefaultHttpContext { RequestAborted = aborted };
        context.Request.Method = method;
        // As Kestrel unescapes: everything but slashes.
        context.Request.Path = new PathString(parts[0].Replace("%3A", ":", StringComparison.Ordinal));
        context.Request.QueryString = new QueryString(parts.Length > 1 ? "?" + parts[1] : null);
        context.Request.Headers.Authorization = "Bearer " + token;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Response.Body = written;
        await _api.HandleAsync(context);
        return new AdminAnswer(context.Response, Encoding.UTF8.GetString(written.ToArray()));
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        Engines.Dispose();
    }
}

/// <summary>What the admin API answered.</summary>
internal sealed class AdminAnswer(HttpResponse response, string body)
{
    public int Status => response.StatusCode;

    public string Body => body;

    public JsonElement Json => JsonDocument.Parse(body).RootElement;

    public string Header(string name) => response.Headers[name].ToString();

    /// <summary>The whole error, which must have its shape.</summary>
    public string Error(int status, string type, string code)
    {
        Assert.Equal(status, Status);
        JsonElement error = Assert.Single(Json.EnumerateObject().ToArray()).Value;
        Assert.Equal(["message", "type", "code"], error.EnumerateObject().Select(p => p.Name));
        Assert.Equal((type, code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        return error.GetProperty("message").GetString()!;
    }

    public string? Worker(string key) => Json.GetProperty("worker").GetProperty(key).ToString();
}
