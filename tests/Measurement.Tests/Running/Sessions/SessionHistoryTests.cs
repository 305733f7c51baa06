using System.Text.Json;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Running.Sessions;

/// <summary>What a session's requests say.</summary>
public class SessionHistoryTests
{
    private const string Text = """{"session_id":"one","turns":[{"text":"Hi","answer":"Recorded"},{"text":"And?"}]}""";

    private static readonly string s_answer = ScriptedServer.Stream(
        """{"choices":[{"index":0,"delta":{"role":"assistant","content":"Ser"},"finish_reason":null}]}""",
        """{"choices":[{"index":0,"delta":{"content":"ved"},"finish_reason":"stop"}]}""",
        """{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}""",
        "[DONE]");

    [Theory]
    [InlineData(SessionHistory.Recorded, "Recorded")]
    [InlineData(SessionHistory.Server, "Served")]
    public async Task The_history_holds_the_answers_asked_for(SessionHistory history, string answer)
    {
        using var dataset = new SessionDataset(Text);
        IReadOnlyList<string> seen = await RunAsync(dataset, s => s with { History = history });

        Assert.Equal(["user:Hi"], Messages(seen[0]));
        Assert.Equal(["user:Hi", "assistant:" + answer, "user:And?"], Messages(seen[1]));
    }

    [Fact]
    public async Task Tools_calls_and_their_results_are_sent_as_recorded()
    {
        const string Tools = """[{"type":"function","function":{"name":"look"}}]""";
        const string Call = """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}}]}""";
        const string Result = """{"role":"tool","tool_call_id":"c1","content":"seen"}""";
        using var dataset = new SessionDataset($$"""{"session_id":"one","tools":{{Tools}},"turns":[{"text":"Hi","answer":{{Call}}},{"messages":[{{Result}}]}]}""");
        IReadOnlyList<string> seen = await RunAsync(dataset, s => s with { History = SessionHistory.Server });

        JsonElement last = Body(seen[1]);
        Assert.Equal(Tools, last.GetProperty("tools").GetRawText());
        Assert.Equal(["""{"role":"user","content":"Hi"}""", Call, Result], last.GetProperty("messages").EnumerateArray().Select(m => m.GetRawText()));
    }

    [Theory]
    [InlineData("one", "one")]
    [InlineData("höher", "session-0")]
    public async Task The_session_header_names_the_session_in_every_request(string id, string value)
    {
        using var dataset = new SessionDataset(Text.Replace("\"one\"", $"\"{id}\"", StringComparison.Ordinal));
        IReadOnlyList<string> seen = await RunAsync(dataset, s => s with { Header = "X-Session-Id" });

        Assert.All(seen, request => Assert.Contains($"\r\nX-Session-Id: {value}\r\n", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_header_asked_for_none_is_sent()
    {
        using var dataset = new SessionDataset(Text);
        Assert.DoesNotContain(await RunAsync(dataset, s => s), request => request.Contains("ession", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> RunAsync(SessionDataset dataset, Func<SessionOptions, SessionOptions> change)
    {
        await using var server = new ScriptedServer(s_answer, s_answer);
        BenchResult result = await Bench.RunAsync(dataset.Options(server.Url, concurrency: 1, change: change) with
        {
            Generation = new Inference.GenerationOptions { Model = "sim", IgnoreEos = false },
        });
        Assert.Equal((2, "1"), (result.Totals.Completed, result.Records[0].GetProperty("cached_tokens").ToString()));
        Assert.Equal((2, 0.25), (result.Totals.Cache.Requests, result.Totals.Cache.HitRate));
        return server.Seen;
    }

    private static JsonElement Body(string request) => JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;

    private static IEnumerable<string> Messages(string request) => Body(request).GetProperty("messages").EnumerateArray()
        .Select(m => $"{m.GetProperty("role").GetString()}:{m.GetProperty("content").GetString()}");
}
