using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Observability.Logging;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Tests.Observability.Support;

namespace LoadGen.Routing.Tests.Observability.Logging;

public sealed class AccessLogTests
{
    private readonly RouterMetrics _metrics = new();

    private static AccessLogEntry Least { get; } = new()
    {
        Time = new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
        RequestId = "id-1",
        Method = "POST",
        Path = "/v1/chat/completions",
        Api = "chat",
        Status = 200,
        Outcome = "completed",
    };

    [Fact]
    public async Task What_is_not_known_is_left_out() => Assert.Equal(
        """{"time":"2030-01-02T01:04:05.678Z","request_id":"id-1","method":"POST","path":"/v1/chat/completions","api":"chat","status":200,"outcome":"completed"}""" + "\n",
        await LogAsync(Least));

    [Fact]
    public async Task A_whole_line_has_all_fields_in_their_order()
    {
        string line = await LogAsync(Least with
        {
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
            Model = "m",
            Client = "10.0.0.9",
            KeyName = "team-a",
            PrefillWorker = "http://p:1",
            DecodeWorker = "http://d:2",
            Attempts = 2,
            PrefillReason = "prefix_match",
            DecodeReason = "least_load",
            QueueNs = 1_500_000,
            HandoffNs = 2_000_400,
            TtftNs = 30_000_000,
            DurationNs = 4_000_000_000,
            PromptTokens = 100,
            CachedTokens = 0,
            CompletionTokens = 20,
            Bytes = 4_096,
            Error = "the decode worker closed the connection",
        });
        JsonElement json = JsonDocument.Parse(line).RootElement;
        Assert.Equal(
            [
                "time", "request_id", "trace_id", "method", "path", "api", "model", "status", "outcome", "client", "key", "prefill_worker",
                "decode_worker", "attempts", "prefill_reason", "decode_reason", "queue_ms", "handoff_ms", "ttft_ms", "duration_ms",
                "prompt_tokens", "cached_tokens", "completion_tokens", "bytes", "error",
            ],
            json.EnumerateObject().Select(field => field.Name));
        string page = Documentation.RouterMetrics();
        Assert.All(json.EnumerateObject(), field => Assert.Contains($"`{field.Name}`", page, StringComparison.Ordinal));
        Assert.Equal([1.5, 2, 30, 4_000], ((string[])["queue_ms", "handoff_ms", "ttft_ms", "duration_ms"]).Select(name => json.GetProperty(name).GetDouble()));
        Assert.Equal(0, json.GetProperty("cached_tokens").GetInt64());
    }

    [Fact]
    public void Whatever_the_texts_hold_an_entry_is_one_line_of_JSON_that_gives_them_back() => Prop.ForAll<NonNull<string>, NonNull<string>>((id, path) =>
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var line = new AccessLogLine();
        line.Write(Least with { RequestId = id.Get, Path = path.Get + "\r\n\u2028\"\\\0" }, buffer);
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer.WrittenSpan);
        Assert.Equal(text.Length - 1, text.IndexOfAny(['\n', '\r', '\u2028', '\u2029', '\u0085', '\0']));
        JsonElement json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id.Get)), json.GetProperty("request_id").GetString());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_long_text_and_half_a_character_do_not_break_the_line()
    {
        JsonElement json = JsonDocument.Parse(await LogAsync(Least with { Path = new string('p', 1_023) + "😀tail", Error = "\ud83d" })).RootElement;
        Assert.Equal(1_024, json.GetProperty("path").GetString()!.Length);
        Assert.Equal("\ufffd", json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Lines_come_in_their_order_and_the_last_ones_are_written_at_the_end()
    {
        using var output = new MemoryStream();
        await using (var log = new AccessLog(output, _metrics))
        {
            for (int i = 0; i < 1_000; i++)
            {
                Assert.True(log.Write(Least with { RequestId = $"id-{i}" }));
            }
        }

        string[] lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"id-{i}"), lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("request_id").GetString()));
        Assert.Equal(1_000, Exposition.Scrape(_metrics).Value("access_log_lines_total", ("result", "written")));
    }

    [Fact]
    public async Task When_the_output_is_slow_lines_are_dropped_and_counted_and_nobody_waits()
    {
        using var output = new GatedStream();
        var log = new AccessLog(output, _metrics, queueMax: 3);
        Assert.True(log.Write(Least));
        await output.Entered.Task;
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => log.Write(Least)));
        output.Gate.SetResult();
        await log.DisposeAsync();
        Exposition scrape = Exposition.Scrape(_metrics);
        Assert.Equal(2, scrape.Value("access_log_lines_total", ("result", "dropped")));
        Assert.Equal(4, scrape.Value("access_log_lines_total", ("result", "written")));
    }

    [Fact]
    public async Task An_output_that_fails_loses_its_lines_which_are_counted_and_the_log_goes_on()
    {
        using var output = new GatedStream { Failure = new IOException("no space left") };
        var log = new AccessLog(output, _metrics);
        log.Write(Least);
        await output.Entered.Task;
        output.Gate.SetResult();
        await log.DisposeAsync();
        Assert.Equal(1, Exposition.Scrape(_metrics).Value("access_log_lines_total", ("result", "failed")));
        Assert.Equal("no space left", log.LastFailure!.Message);
        Assert.False(log.Write(Least));
    }

    private async Task<string> LogAsync(AccessLogEntry entry)
    {
        using var output = new MemoryStream();
        await using (var log = new AccessLog(output, _metrics))
        {
            Assert.True(log.Write(entry));
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Writes wait for the gate; then they succeed, or fail if told so.</summary>
    private sealed class GatedStream : MemoryStream
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Gate { get; } = new();

        public Exception? Failure { get; init; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Entered.TrySetResult();
            await Gate.Task;
            if (Failure is not null)
            {
                throw Failure;
            }
        }
    }
}
