using System.Diagnostics;
using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

/// <summary>Ctrl-C and SIGTERM: what was measured is kept and marked.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LoadgenProcess.SigInt)]
    [InlineData(LoadgenProcess.SigTerm)]
    public async Task A_run_that_is_interrupted_leaves_a_partial_result(int signal)
    {
        const int Answered = 10;
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            if (exchange.Number <= Answered)
            {
                await exchange.SendAsync(Answers.Stream(Bench.QuickTokens));
                return;
            }

            await exchange.SendAsync(Answers.StreamHead + Answers.Tokens(1));
            if (exchange.Number == Answered + 4)
            {
                hanging.SetResult();
            }

            await exchange.HangAsync();
        });
        await using LoadgenProcess bench = Loadgen.Start(Bench.Quick(server.Url, _folder["run"], "--requests", "1000", "--concurrency", "4"));
        await hanging.Task.WaitAsync(Loadgen.DefaultLimit);
        bench.Signal(signal);
        Finished finished = (await bench.WaitAsync()).Exits(Loadgen.Interrupted).Says("interrupted", "partial");
        Assert.Contains("10 of 14 requests completed", finished.Stdout, StringComparison.Ordinal);

        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal("partial", run.Status);
        Assert.Equal(["interrupted"], run.Result.GetProperty("status_reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal((14, 10, 4), (run.Outcome("requested"), run.Outcome("completed"), run.Outcome("cancelled")));
        Assert.Equal(10, run.InferenceX.GetProperty("completed").GetInt32());
        foreach (string log in RunFiles.Logs)
        {
            Finished hlog = (await Loadgen.RunAsync("hlog", run.LogPath(log), "--format", "json")).Exits(Loadgen.Ok);
            Assert.True(JsonDocument.Parse(hlog.Stdout).RootElement.GetProperty("count").GetInt64() >= 10, $"{log}: {hlog.Stdout}");
        }
    }

    [Theory]
    [InlineData(LoadgenProcess.SigInt)]
    [InlineData(LoadgenProcess.SigTerm)]
    public async Task The_warm_up_can_be_interrupted(int signal)
    {
        Finished finished = await InterruptWhileHangingAsync(signal, "--model", "sim", "--output", _folder["run"], "--progress", "none");
        finished.Exits(Loadgen.Interrupted).Says("interrupted");
        var run = new RunFiles(_folder["run"]);
        Assert.Equal(["interrupted"], run.Result.GetProperty("status_reasons").EnumerateArray().Select(r => r.GetString()));
        run.AssertNothingLeftOver();
    }

    [Fact]
    public async Task The_question_for_the_model_can_be_interrupted()
    {
        Finished finished = await InterruptWhileHangingAsync(LoadgenProcess.SigInt, "--output", _folder["run"]);
        finished.Exits(Loadgen.Interrupted).Says("interrupted before anything was measured");
    }

    [Fact]
    public async Task The_second_interrupt_ends_the_process_at_once()
    {
        // A pipe that nobody reads in place of the document: the first interrupt gets stuck in writing it.
        Directory.CreateDirectory(_folder["run"]);
        MakePipe(Path.Combine(_folder["run"], "inferencex.json.tmp"));
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            hanging.TrySetResult();
            await exchange.HangAsync();
        });
        await using LoadgenProcess bench = Loadgen.Start(Bench.Quick(server.Url, _folder["run"], "--requests", "10"));
        await hanging.Task.WaitAsync(Loadgen.DefaultLimit);
        bench.Signal(LoadgenProcess.SigInt);
        await UntilAsync(() => !File.Exists(Path.Combine(_folder["run"], ".reserve")));
        Assert.False(bench.HasExited);
        bench.Signal(LoadgenProcess.SigInt);
        (await bench.WaitAsync()).Exits(128 + LoadgenProcess.SigInt);
        Assert.False(File.Exists(Path.Combine(_folder["run"], "result.json")));
    }

    [Theory]
    [InlineData(LoadgenProcess.SigInt)]
    [InlineData(LoadgenProcess.SigTerm)]
    public async Task The_simulated_engine_ends_in_order(int signal)
    {
        await using LoadgenProcess engine = Loadgen.Start("simulate", "--port", "0");
        await engine.WaitForLineAsync("simulated engine at ");
        engine.Signal(signal);
        Finished finished = (await engine.WaitAsync()).Exits(Loadgen.Ok);
        Assert.Contains("0 requests, 0 tokens; late by", finished.Stdout, StringComparison.Ordinal);
        Assert.Equal("", finished.Stderr);
    }

    private static async Task<Finished> InterruptWhileHangingAsync(int signal, params string[] args)
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            hanging.TrySetResult();
            await exchange.HangAsync();
        });
        await using LoadgenProcess bench = Loadgen.Start(["bench", "--url", server.Url, .. args]);
        await hanging.Task.WaitAsync(Loadgen.DefaultLimit);
        bench.Signal(signal);
        return await bench.WaitAsync();
    }

    private static void MakePipe(string path)
    {
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Loadgen.DefaultLimit);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
