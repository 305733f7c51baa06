using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Launching;

/// <summary>Engines that fail, in every way that they have: nothing is left, and the message says what happened.</summary>
public sealed class FaultTests
{
    // Far beyond a test's length: it ends when it is ended.
    private const string Long = "sleep 600";

    [Fact]
    public async Task An_engine_that_dies_at_start_is_named_with_the_end_of_its_log_and_no_secret()
    {
        using var run = new LaunchRun();
        run.Environment["HF_TOKEN"] = "hf_0123456789abcdef";
        string recipe = run.Recipe("echo loading; echo out of memory with $HF_TOKEN; exit 3", "env: { HF_TOKEN: { from: host } }");
        Finished finished = await run.RunAsync(recipe, "--port", $"{LaunchRun.FreePort()}", "--output", run.Output);
        finished.Exits(Loadgen.Unreachable);
        Assert.Contains("engine-0 ended with exit code 3 before it served", finished.Stderr, StringComparison.Ordinal);
        Assert.Contains("  out of memory with ***", finished.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", finished.Stderr + File.ReadAllText(Path.Combine(run.Output, "manifest.json")), StringComparison.Ordinal);
        Assert.Equal("failed", run.Manifest.GetProperty("state").GetString());
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task An_engine_that_hangs_at_readiness_is_given_up_after_its_limit()
    {
        using var run = new LaunchRun();
        string recipe = run.Recipe($"echo still loading; {Long}", "readiness: { port_limit_s: 4 }");
        Finished finished = await run.RunAsync(recipe, "--port", $"{LaunchRun.FreePort()}", "--output", run.Output);
        finished.Exits(Loadgen.Unreachable);
        Assert.Contains("engine-0 did not open its port within 4 s", finished.Stderr, StringComparison.Ordinal);
        Assert.Contains("  still loading", finished.Stderr, StringComparison.Ordinal);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task An_engine_that_dies_in_service_ends_the_launch_and_its_command()
    {
        using var run = new LaunchRun();
        string recipe = run.Recipe("echo $$ >engine.pid; exec 3>&1; simulate $1");
        Finished finished = await run.RunWithAsync($"kill -9 $(cat engine.pid); {Long}", recipe, "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Failed);
        Assert.Contains("engine-0 ended with SIGKILL", finished.Stderr, StringComparison.Ordinal);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_scheduler_that_dies_behind_a_live_parent_is_noticed()
    {
        using var run = new LaunchRun();
        // Older than helpers are, as a scheduler always is: that tells its end from theirs.
        string recipe = run.Recipe($"{Long} & echo $! >scheduler.pid; simulate $1");
        Finished finished = await run.RunWithAsync($"sleep 6; kill -9 $(cat scheduler.pid); {Long}", recipe, "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Failed);
        Assert.Contains($"engine-0 lost a process: '{Long}' (pid ", finished.Stderr, StringComparison.Ordinal);
        Assert.Contains("behind its parent's back", finished.Stderr, StringComparison.Ordinal);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task Helpers_that_come_and_go_are_no_failure()
    {
        using var run = new LaunchRun();
        // Forty short processes, one after the other, before readiness and during the command.
        string recipe = run.Recipe("(for i in $(seq 40); do sleep 0.05; done; touch helped; exec sleep 600) & simulate $1");
        Finished finished = await run.RunWithAsync("until [ -e helped ]; do sleep 0.05; done", recipe, "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Ok);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task An_engine_that_ignores_SIGTERM_is_killed_after_the_grace()
    {
        using var run = new LaunchRun();
        string recipe = run.Recipe($"trap '' TERM; simulate $1 & {Long} & while true; do wait; done");
        Finished finished = await run.RunWithAsync("true", recipe, "--port", $"{LaunchRun.FreePort()}", "--grace", "1s");
        finished.Exits(Loadgen.Ok);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_daemon_that_an_engine_leaves_behind_is_ended_too()
    {
        using var run = new LaunchRun();
        string recipe = run.Recipe("(setsid bash -c 'echo $$ >daemon.pid; exec sleep 600' &); simulate $1");
        Finished finished = await run.RunWithAsync("until [ -s daemon.pid ]; do sleep 0.05; done", recipe, "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Ok);
        Assert.False(LaunchRun.IsAlive(int.Parse(File.ReadAllText(Path.Combine(run.Path, "daemon.pid")))));
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_launcher_that_is_killed_leaves_nothing()
    {
        using var run = new LaunchRun();
        await using LoadgenProcess process = run.Start("process/simulated-sglang", "--port", $"{LaunchRun.FreePort()}");
        await process.WaitForLineAsync("ready: ");
        await Eventually.HoldsAsync(() => Task.FromResult(run.Living), living => living.Length >= 6);
        process.Signal(LoadgenProcess.SigKill);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_launcher_that_is_killed_takes_its_command_with_it()
    {
        using var run = new LaunchRun();
        string file = Path.Combine(run.Path, "command.pid");
        await using LoadgenProcess process = LoadgenProcess.Start(
            [.. Loadgen.Command, "launch", "process/simulated", "--port", $"{LaunchRun.FreePort()}", "--output", run.Output, "--", "bash", "-c", $"echo $$ >'{file}.new'; mv '{file}.new' '{file}'; sleep 600"],
            null,
            run.Path);
        await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(file)), exists => exists);
        int command = int.Parse(File.ReadAllText(file));
        process.Signal(LoadgenProcess.SigKill);
        await run.LeavesNothingAsync();
        Assert.False(await Eventually.HoldsAsync(() => Task.FromResult(LaunchRun.IsAlive(command)), isAlive => !isAlive));
    }

    [Fact]
    public async Task Stop_ends_what_outlived_launcher_and_supervisors_and_nothing_else()
    {
        using var run = new LaunchRun();
        string recipe = run.Recipe("simulate $1");
        await using LoadgenProcess other = LoadgenProcess.Start(["sleep", "600"], null, null);
        await using LoadgenProcess process = run.Start(recipe, "--port", $"{LaunchRun.FreePort()}");
        await process.WaitForLineAsync("ready: ");
        int[] supervisors = [.. run.Manifest.GetProperty("workers").EnumerateArray().Select(worker => worker.GetProperty("units")[0].GetProperty("supervisor").GetProperty("pid").GetInt32())];
        process.Signal(LoadgenProcess.SigKill);
        foreach (int pid in supervisors)
        {
            // It may have noticed already.
            System.Diagnostics.Process.GetProcesses().FirstOrDefault(candidate => candidate.Id == pid)?.Kill();
        }

        await process.WaitAsync();
        (await run.RunAsync("--stop", run.Output)).Exits(Loadgen.Ok);
        await run.LeavesNothingAsync();
        Assert.False(other.HasExited);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_found_before_anything_starts()
    {
        using var run = new LaunchRun();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        Finished finished = await run.RunAsync("process/simulated", "--port", $"{port}", "--output", run.Output);
        finished.Exits(Loadgen.Unreachable);
        Assert.Contains($"ports: port {port} of engine-0 is taken: end what listens there (ss -ltnp 'sport = :{port}'), or choose another with --port", finished.Stderr, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Output, "engine-0.log")));
    }
}
