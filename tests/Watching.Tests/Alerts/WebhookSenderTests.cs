using System.Text.Json;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Watching.Alerts;
using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Tests.Alerts;

public class WebhookSenderTests
{
    private static readonly AlertRecord s_alert = new()
    {
        At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Id = 12,
        Alert = "page",
        Endpoint = "a",
        Objective = "errors",
        IsFiring = true,
        Threshold = 14.4,
        AllowedShare = 0.01,
        Windows = [new WindowBurn("1h", 100, 20, 20)],
    };

    [Fact]
    public async Task The_message_is_json_that_a_chat_shows_and_a_program_reads()
    {
        await using var server = new ScriptedServer(ScriptedServer.Whole("204 No Content", "text/plain", ""));
        using var sender = new WebhookSender("mine", new Uri(server.Url, "/hook/SECRET"), new Dictionary<string, string> { ["x-team"] = "core" });
        Assert.Null(await sender.SendAsync(s_alert, TestContext.Current.CancellationToken));

        string request = Assert.Single(server.Seen);
        Assert.StartsWith("POST /hook/SECRET HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nx-team: core\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nContent-Type: application/json\r\n", request, StringComparison.Ordinal);
        JsonElement body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;
        Assert.Equal("loadgen.alert", body.GetProperty("schema").GetString());
        Assert.Equal(("mine", "firing", 12L), (body.GetProperty("watch").GetString(), body.GetProperty("status").GetString(), body.GetProperty("id").GetInt64()));
        Assert.Equal(AlertText.Of(s_alert), body.GetProperty("text").GetString());
        Assert.Equal(20, body.GetProperty("windows")[0].GetProperty("overruns").GetInt32());
    }

    [Theory]
    [InlineData("500 Oops", "status 500")]
    [InlineData("302 Found", "status 302")]
    public async Task Any_other_status_is_a_failure(string status, string reason)
    {
        await using var server = new ScriptedServer(ScriptedServer.Whole(status, "text/plain", ""));
        using var sender = new WebhookSender("mine", server.Url, new Dictionary<string, string>());
        Assert.Equal(reason, await sender.SendAsync(s_alert, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_failure_does_not_show_the_address()
    {
        using var sender = new WebhookSender("mine", new Uri("http://127.0.0.1:1/hook/SECRET"), new Dictionary<string, string>());
        string? reason = await sender.SendAsync(s_alert, TestContext.Current.CancellationToken);
        Assert.Equal("no connection (ConnectionError)", reason);
    }

    [Fact]
    public async Task A_watch_that_ends_gives_the_message_up()
    {
        await using var server = new ScriptedServer();
        using var sender = new WebhookSender("mine", server.Url, new Dictionary<string, string>());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(s_alert, new CancellationToken(true)));
    }
}
