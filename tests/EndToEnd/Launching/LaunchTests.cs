using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Launching;

/// <summary>Launches that go well.</summary>
public sealed class LaunchTests
{
    [Fact]
    public async Task A_command_runs_while_the_engine_serves_and_its_code_is_the_launchs()
    {
        using var run = new LaunchRun();
        string port = $"{LaunchRun.FreePort()}";
        Finished finished = await run.RunWithAsync("echo \"$LOADGEN_URL $LOADGEN_MODEL $LOADGEN_MANIFEST\"; exit 7", "process/simulated", "--port", port);
        finished.Exits(7);
        Assert.Equal($"ready: http://127.0.0.1:{port}\nhttp://127.0.0.1:{port} sim {run.Output}/manifest.json\n", finished.Stdout);
        Assert.Contains("engine-0: it generates after", finished.Stderr, StringComparison.Ordinal);
        JsonElement manifest = run.Manifest;
        Assert.Equal("stopped", manifest.GetProperty("state").GetString());
        JsonElement worker = Assert.Single(manifest.GetProperty("workers").EnumerateArray());
        Assert.Equal("engine", worker.GetProperty("role").GetString());
        Assert.Contains("simulate", worker.GetProperty("units")[0].GetProperty("command").EnumerateArray().Select(word => word.GetString()));
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_pair_serves_through_the_router()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunWithAsync(
            $"exec {string.Join(' ', Loadgen.Command)} bench --url $LOADGEN_URL --model $LOADGEN_MODEL --requests 10 --concurrency 2 --isl 8 --osl 8 --output bench --allow-invalid",
            "process/simulated-sglang", "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Ok);
        JsonElement manifest = run.Manifest;
        Assert.Equal(["prefill", "decode"], manifest.GetProperty("workers").EnumerateArray().Select(worker => worker.GetProperty("role").GetString()));
        Assert.Equal("sglang", manifest.GetProperty("router").GetProperty("protocol").GetString());
        Assert.True(File.Exists(Path.Combine(run.Output, "router.log")));
        await run.LeavesNothingAsync();
    }

    [Theory]
    [InlineData(LoadgenProcess.SigInt)]
    [InlineData(LoadgenProcess.SigTerm)]
    public async Task A_signal_ends_it_in_good_order(int signal)
    {
        using var run = new LaunchRun();
        await using LoadgenProcess process = run.Start("process/simulated", "--port", $"{LaunchRun.FreePort()}");
        await process.WaitForLineAsync("ready: ");
        process.Signal(signal);
        (await process.WaitAsync()).Exits(Loadgen.Ok);
        Assert.Equal("stopped", run.Manifest.GetProperty("state").GetString());
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_dry_run_prints_a_command_line_and_starts_nothing()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunAsync("process/simulated", "--port", "18123", "--dry-run", "--output", run.Output);
        finished.Exits(Loadgen.Ok);
        Assert.Contains(" simulate --host 127.0.0.1 --port 18123 --model sim", finished.Stdout, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Output));
    }

    [Fact]
    public async Task A_dry_run_of_a_pair_shows_the_router_and_its_configuration()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunAsync("process/simulated-sglang", "--port", "18123", "--dry-run", "--output", run.Output);
        finished.Exits(Loadgen.Ok);
        Assert.Contains($" route {run.Output}/files/router/router.yaml", finished.Stdout, StringComparison.Ordinal);
        Assert.Contains("listen: '127.0.0.1:18123'", finished.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_for_slurm_prints_the_job_and_its_steps()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunAsync("sglang/dsr1-fp8-h200-disagg", "--sku", "h200", "--executor", "slurm", "--slurm-partition", "gpu", "--dry-run");
        finished.Exits(Loadgen.Ok);
        Assert.StartsWith("salloc --job-name=loadgen-ID --nodes=", finished.Stdout, StringComparison.Ordinal);
        Assert.Contains("--partition=gpu", finished.Stdout, StringComparison.Ordinal);
        Assert.Contains("srun --jobid=JOB --job-name=loadgen-ID-prefill-0", finished.Stdout, StringComparison.Ordinal);
        Assert.Contains("--no-container-entrypoint", finished.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_nodes_are_for_slurm_and_nothing_else()
    {
        string[] pair = ["launch", "sglang/dsr1-fp8-h200-disagg", "--sku", "h200", "--dry-run"];
        Assert.StartsWith("salloc --job-name=", (await Loadgen.RunAsync(pair)).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);
        (await Loadgen.RunAsync([.. pair, "--executor", "docker"])).RefusesUsage("launch", "wants 2 nodes, and the executor 'docker' has this host alone: use --executor slurm");
    }

    [Fact]
    public async Task A_command_that_is_no_program_is_found_before_the_engine_starts()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunAsync("process/simulated", "--port", $"{LaunchRun.FreePort()}", "--output", run.Output, "--", "no-such-program");
        finished.RefusesUsage("launch", "'no-such-program', the command to run, is not a program here");
        Assert.False(Directory.Exists(run.Output));
    }

    [Theory]
    [InlineData("--dryrun", "unknown option '--dryrun'; did you mean '--dry-run'?")]
    [InlineData("stray", "'stray' is no option and no recipe: the command to run stands behind --")]
    public async Task A_word_that_is_no_option_is_no_command_either(string word, string message)
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunAsync("process/simulated", word, "--output", run.Output);
        finished.RefusesUsage("launch", message);
        Assert.False(Directory.Exists(run.Output));
    }

    [Fact]
    public async Task What_the_command_leaves_in_the_background_is_ended_with_it()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunWithAsync("setsid sleep 600 >/dev/null 2>&1 & echo $! >left.pid", "process/simulated", "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Ok);
        Assert.False(LaunchRun.IsAlive(int.Parse(File.ReadAllText(Path.Combine(run.Path, "left.pid")))));
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task Ctrl_C_for_the_launcher_alone_says_at_once_what_is_waited_for_and_the_second_does_not_wait()
    {
        using var run = new LaunchRun();
        await using LoadgenProcess process = LoadgenProcess.Start(
            [.. Loadgen.Command, "launch", "process/simulated", "--port", $"{LaunchRun.FreePort()}", "--output", run.Output, "--", "bash", "-c", "echo begun; exec sleep 600"],
            run.Environment, run.Path);
        await process.WaitForLineAsync("begun");
        process.Signal(LoadgenProcess.SigInt);
        await process.WaitForMessageAsync("interrupted: waiting for bash (pid ");
        process.Signal(LoadgenProcess.SigInt);
        (await process.WaitAsync()).Exits(Loadgen.Interrupted);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task Stop_ends_the_command_of_a_launcher_that_was_killed()
    {
        using var run = new LaunchRun();
        await using LoadgenProcess process = LoadgenProcess.Start(
            [.. Loadgen.Command, "launch", "process/simulated", "--port", $"{LaunchRun.FreePort()}", "--output", run.Output, "--", "bash", "-c", "echo $$ >command.pid; exec sleep 600 >/dev/null 2>&1"],
            run.Environment, run.Path);
        string file = Path.Combine(run.Path, "command.pid");
        string text = await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(file) ? File.ReadAllText(file) : ""), text => text.EndsWith('\n'));
        process.Signal(LoadgenProcess.SigKill);
        await run.LeavesNothingAsync();
        (await run.RunAsync("--stop", run.Output)).Exits(Loadgen.Ok);
        Assert.False(LaunchRun.IsAlive(int.Parse(text)));
    }

    [Fact]
    public async Task Without_a_recipe_usage_is_explained() =>
        (await Loadgen.RunAsync("launch")).RefusesUsage("launch", "loadgen recipes lists them");

    [Fact]
    public async Task An_unknown_check_is_refused() =>
        (await Loadgen.RunAsync("launch", "process/simulated", "--skip-preflight", "prots")).RefusesUsage("launch", "'prots'", "ports");

    [Theory]
    [InlineData("--prefill-tp: process/simulated has no prefill workers", "--prefill-tp", "2")]
    [InlineData("process/simulated names no image: give one with --image, or use --executor process", "--executor", "docker")]
    [InlineData("--image: --executor process runs no image", "--executor", "process", "--image", "some/image:1")]
    [InlineData("--set env.A B=…: 'A B': this is no name of an environment variable", "--set", "env.A B=1")]
    [InlineData("--slurm-extra: there is a secret in it", "--executor", "slurm", "--slurm-extra=--export=HF_TOKEN=hf_0123456789")]
    [InlineData("--slurm-step-extra: there is a secret in it", "--executor", "slurm", "--slurm-step-extra=--comment={\"token\":\"hf_0123456789\"}")]
    [InlineData("--tp: '1000000000000' is not a whole number from 1 to 2147483647", "--tp", "1000000000000")]
    public async Task What_would_be_left_out_in_silence_is_refused_in_a_dry_run_too(string message, params string[] options)
    {
        Finished finished = (await Loadgen.RunAsync(["launch", "process/simulated", "--dry-run", .. options])).Exits(Loadgen.Usage).Says(message);
        Assert.Equal("", finished.Stdout);
        Assert.DoesNotContain("0123456789", finished.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_makes_a_container_of_a_recipe_without_one()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunAsync("process/simulated", "--image", "some/image:1", "--dry-run");
        finished.Exits(Loadgen.Ok);
        Assert.Contains("--entrypoint loadgen some/image:1 simulate", finished.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abstract_recipe_is_refused_before_its_SKU_is_asked_for() =>
        (await Loadgen.RunAsync("launch", "sglang/base")).RefusesUsage("launch", "sglang/base is there to be extended and cannot be launched");

    [Fact]
    public async Task An_engine_that_is_no_program_is_not_said_to_have_ended()
    {
        using var run = new LaunchRun();
        string recipe = run.Write("none.yaml", "source: a test\nengine: process\nmodel: m\nprecisions: [bf16]\nskus: [any]\ncommand: [no-such-engine]\n");
        Finished finished = await run.RunAsync(recipe, "--port", $"{LaunchRun.FreePort()}", "--skip-preflight", "all", "--output", run.Output);
        finished.Exits(Loadgen.Unreachable);
        Assert.Contains("engine-0 cannot be started: 'no-such-engine' is not a program here: install it, or put its folder on PATH\n", finished.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_broken_is_named_with_its_line()
    {
        using var run = new LaunchRun();
        string file = run.Write("manifest.json", "{\n  oops\n}");
        (await run.RunAsync("--stop", run.Path)).Exits(Loadgen.Usage).Says($"{file}:2:3: no valid JSON from here on; accepted: the manifest.json that loadgen launch wrote");
    }

    [Fact]
    public async Task A_folder_without_a_manifest_is_not_stopped()
    {
        using var run = new LaunchRun();
        (await run.RunAsync("--stop", run.Path)).Exits(Loadgen.Usage).Says("manifest.json", "--output");
    }
}
