using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

/// <summary>Nobody is there: exit 3, and a line that names who.</summary>
public sealed class UnreachableTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_closed_port_is_named_and_the_result_is_marked_failed()
    {
        int port = ScriptedServer.ClosedPort();
        (await Loadgen.RunAsync("bench", "--url", $"http://127.0.0.1:{port}", "--model", "sim", "--output", _folder["run"], "--progress", "none"))
            .Exits(Loadgen.Unreachable).Says($"127.0.0.1:{port}", "connection refused");
        Assert.Equal("failed", new RunFiles(_folder["run"]).Status);
    }

    [Fact]
    public async Task A_closed_port_is_named_when_the_model_is_asked_for()
    {
        int port = ScriptedServer.ClosedPort();
        (await Loadgen.RunAsync("bench", "--url", $"http://127.0.0.1:{port}", "--output", _folder["run"]))
            .Exits(Loadgen.Unreachable).Says($"127.0.0.1:{port}", "connection refused");
    }

    [Fact]
    public async Task A_closed_port_without_warm_up_ends_the_run_and_keeps_a_record_of_each_request()
    {
        int port = ScriptedServer.ClosedPort();
        (await Loadgen.RunAsync(Bench.Quick($"http://127.0.0.1:{port}", _folder["run"], "--requests", "5", "--concurrency", "5")))
            .Exits(Loadgen.Unreachable).Says($"127.0.0.1:{port}");
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal(5, run.Outcome("refused"));
    }

    [Theory]
    [InlineData("--model", "sim")]
    [InlineData]
    public async Task A_name_that_does_not_resolve_is_named(params string[] model) =>
        (await Loadgen.RunAsync(["bench", "--url", "http://no-such-host.invalid:8000", "--output", _folder["run"], .. model]))
            .Exits(Loadgen.Unreachable).Says("no-such-host.invalid");

    [Fact]
    public async Task A_server_that_never_answers_runs_into_the_time_limit()
    {
        await using ScriptedServer server = ScriptedServer.Start(exchange => exchange.HangAsync());
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "2", "--first-byte-timeout", "200ms")))
            .Exits(Loadgen.Failed).Says("first-byte limit");
        Assert.Equal(2, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("timed_out"));
    }

    [Fact]
    public async Task A_stream_that_stalls_runs_into_the_time_limit()
    {
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            await exchange.SendAsync(Answers.StreamHead + Answers.Tokens(1));
            await exchange.HangAsync();
        });
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "2", "--stall-timeout", "200ms")))
            .Exits(Loadgen.Failed).Says("stall limit");
        Assert.Equal(2, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("timed_out"));
    }

    [Fact]
    public async Task A_server_gone_in_mid_run_ends_it_with_everything_recorded()
    {
        const int Answered = 40;
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            if (exchange.Number > Answered)
            {
                await exchange.HangAsync();
                return;
            }

            await exchange.SendAsync(Answers.Stream(Bench.QuickTokens));
            if (exchange.Number == Answered)
            {
                exchange.Server.Die();
            }
        });
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "100000", "--concurrency", "50")))
            .Exits(Loadgen.Unreachable).Says("the target went away", server.Authority);
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal("partial", run.Status);
        Assert.Contains("the target went away", run.Result.GetProperty("status_reasons")[0].GetString()!, StringComparison.Ordinal);
        Assert.InRange(run.Outcome("completed"), 1, Answered);
        Assert.InRange(run.Outcome("refused"), 100, 200);
    }
}
