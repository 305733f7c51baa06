using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary><c>bench --sessions</c> against <c>simulate</c>.</summary>
public sealed class SessionRunTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("recorded")]
    [InlineData("server")]
    public async Task Sessions_are_replayed_turn_by_turn(string history)
    {
        RunFiles run = await BenchAsync("--sessions", Dataset(), "--concurrency", "2", "--think-time", "uniform:1ms-5ms", "--history", history, "--session-header", "x-session-id");

        Assert.Equal(9, run.Outcome("completed"));
        JsonElement sessions = run.Result.GetProperty("sessions");
        Assert.Equal((3, 3, 9), (sessions.GetProperty("started").GetInt32(), sessions.GetProperty("completed").GetInt32(), sessions.GetProperty("turns_made").GetInt32()));
        Assert.Equal(["1", "2", "3-4"], run.Result.GetProperty("ttft_by").GetProperty("turn").EnumerateArray().Select(b => b.GetProperty("band").GetString()));
        Assert.Equal(["s0", "s1", "s2"], run.Records().Select(r => r.GetProperty("session").GetString()).Distinct().Order());
        Assert.Equal("closed loop, 2 sessions", run.Result.GetProperty("schedule").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Several_clients_share_the_sessions_out()
    {
        RunFiles run = await BenchAsync("--sessions", Dataset(), "--session-rate", "200", "--arrivals", "constant", "--clients", "2");

        Assert.Equal((9, 3), (run.Outcome("completed"), run.Result.GetProperty("sessions").GetProperty("completed").GetInt32()));
        Assert.All(run.Records().GroupBy(r => r.GetProperty("session").GetString()), s => Assert.Single(s.Select(r => r.GetProperty("client").GetInt32()).Distinct()));
    }

    [Theory]
    [InlineData("--think-time needs --sessions", "--think-time", "2s")]
    [InlineData("--sessions and --rate exclude each other", "--sessions", "x.jsonl", "--rate", "3", "--requests", "4")]
    [InlineData("--think-time: 'long' is not recorded, a duration", "--sessions", "x.jsonl", "--think-time", "long")]
    [InlineData("--session-rate and --recorded-starts exclude each other", "--sessions", "x.jsonl", "--session-rate", "3", "--recorded-starts")]
    [InlineData("--session-header: the header 'Content-Length' cannot be set", "--sessions", "x.jsonl", "--session-header", "Content-Length")]
    [InlineData("--session-header X-Id: requests have that header already", "--sessions", "x.jsonl", "--session-header", "X-Id", "--header", "x-id: 1")]
    [InlineData("--session-header authorization: requests have that header already", "--sessions", "x.jsonl", "--session-header", "authorization", "--header", "Authorization: Bearer k")]
    [InlineData("--sessions: x.jsonl does not exist", "--sessions", "x.jsonl")]
    [InlineData("--count-tokens: x.json", "--count-tokens", "x.json")]
    public async Task What_cannot_be_is_refused(string message, params string[] options)
    {
        (await Loadgen.RunAsync(["bench", "--url", engine.Url, "--output", _folder["none"], .. options])).RefusesUsage("bench", message);
    }

    private string Dataset()
    {
        string path = _folder["sessions.jsonl"];
        File.WriteAllLines(path, Enumerable.Range(0, 3).Select(s =>
            $$"""{"session_id":"s{{s}}","turns":[{{string.Join(',', Enumerable.Range(0, 3).Select(t => $$"""{"text":"question {{t}}","answer":"yes","output_tokens":4}"""))}}]}"""));
        return path;
    }

    private async Task<RunFiles> BenchAsync(params string[] options)
    {
        string[] basis = ["bench", "--url", engine.Url, "--model", "sim-model", "--progress", "none", "--allow-invalid", "--output", _folder["run"]];
        (await Loadgen.RunAsync([.. basis, .. options])).Exits(Loadgen.Ok);
        return new RunFiles(_folder["run"]).AssertAddsUp();
    }
}
