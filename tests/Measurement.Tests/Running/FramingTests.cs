using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>How an API's answers lie in the body, and what ends them.</summary>
public class FramingTests
{
    private const string Line = """{"message":{"role":"assistant","content":" a"},"done":false}""";
    private const string Last = """{"message":{"role":"assistant","content":" a"},"done":true,"done_reason":"length","prompt_eval_count":4,"eval_count":3}""";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Lines_are_chunks_and_the_last_needs_no_end(string newline)
    {
        BenchResult result = await RunAsync("ollama", Lines(string.Join(newline, Line, Line, Last)));

        Assert.Equal((1, 1), (result.Totals.Requested, result.Totals.Of(Outcome.Completed)));
        Assert.Equal(3, result.Totals.OutputTokens);
    }

    [Fact]
    public async Task A_stream_of_lines_without_its_last_is_broken_off()
    {
        BenchResult result = await RunAsync("ollama", Lines(Line + "\n"));

        Assert.Equal(1, result.Totals.Of(Outcome.Truncated));
        Assert.Contains("ended without done and finish_reason, after 1 output chunks", result.FirstError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_must_say_that_they_are_lines()
    {
        BenchResult result = await RunAsync("ollama", ScriptedServer.Stream(Last));

        Assert.Equal(1, result.Totals.Of(Outcome.ProtocolError));
        Assert.Contains("expected content-type application/x-ndjson, got text/event-stream", result.FirstError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_marks_the_end_the_bodys_end_does()
    {
        const string Event = """{"model_name":"sim","model_version":"1","text_output":" a"}""";

        Assert.Equal(1, (await RunAsync("triton", ScriptedServer.Stream(Event, Event, Event))).Totals.Of(Outcome.Completed));
        Assert.Equal(1, (await RunAsync("triton", ScriptedServer.Broken(Event, Event, Event))).Totals.Of(Outcome.Truncated));
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":[0.5]}],"usage":{"prompt_tokens":4}}""", Outcome.Completed)]
    [InlineData("""{"data":[]}""", Outcome.ProtocolError)]
    public async Task One_body_is_judged_by_what_it_holds(string body, Outcome outcome)
    {
        BenchResult result = await RunAsync("embeddings", ScriptedServer.Whole("200 OK", "application/json", body), stream: false);

        Assert.Equal(1, result.Totals.Of(outcome));
    }

    private static string Lines(string body) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n";

    private static async Task<BenchResult> RunAsync(string api, string answer, bool stream = true)
    {
        await using var server = new ScriptedServer(answer);
        BenchOptions options = Bench.Options(server.Url, api, requests: 1, concurrency: 1);
        return await Bench.RunAsync(options with { Generation = options.Generation with { Stream = stream, IgnoreEos = options.Api.Traits.CanIgnoreEos } });
    }
}
