using System.Runtime.Versioning;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Launching;

/// <summary>The Docker executor against a script named <c>docker</c> that records its calls, and runs what it is to run as a process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FakeDockerTests
{
    // run: from the entrypoint on, in a session of its own as a container's process is. Other calls answer as Docker does.
    private const string Docker = """
        #!/usr/bin/env bash
        set -euo pipefail
        here="$(dirname "$0")"
        echo "$*" >>"$here/calls"
        case "$1 ${2:-}" in
            "version --format") echo 27.0 ;;
            "image inspect") [[ -e "$here/has-image" ]] && echo repo@sha256:0123 ;;
            "inspect --format") [[ -e "$here/pid" ]] && echo "$(cat "$here/pid") 4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a" ;;
            "rm --force") kill -KILL -- "-$(cat "$here/pid")" 2>/dev/null || true; rm -f "$here/pid" ;;
            "run --name")
                while [[ $1 != --entrypoint ]]; do shift; done
                program="$2"; shift 3
                setsid "$program" "$@" &
                echo $! >"$here/pid.new"; mv "$here/pid.new" "$here/pid"
                wait $! ;;
            *) exit 64 ;;
        esac

        """;

    [Fact]
    public async Task A_container_is_run_watched_and_removed_by_its_name()
    {
        using var run = new LaunchRun();
        string recipe = Prepare(run, "simulate $1", hasImage: true);
        Finished finished = await run.RunWithAsync("true", recipe, "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Ok);
        string[] calls = File.ReadAllLines(Path.Combine(run.Path, "calls"));
        string id = run.Manifest.GetProperty("launch").GetString()!;
        Assert.Contains(calls, call => call.StartsWith($"run --name loadgen-{id}-engine-0 --label loadgen.launch={id} --network=host --ipc=host --shm-size=32g", StringComparison.Ordinal));
        Assert.Contains($"rm --force --volumes loadgen-{id}-engine-0", calls);
        Assert.Equal("repo@sha256:0123", run.Manifest.GetProperty("workers")[0].GetProperty("units")[0].GetProperty("image_digest").GetString());
        Assert.False(File.Exists(Path.Combine(run.Path, "pid")));
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_process_that_dies_in_the_container_is_noticed()
    {
        using var run = new LaunchRun();
        string recipe = Prepare(run, "sleep 600 & echo $! >scheduler.pid; simulate $1", hasImage: true);
        Finished finished = await run.RunWithAsync("sleep 6; kill -9 $(cat scheduler.pid); sleep 600", recipe, "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Failed);
        Assert.Contains("engine-0 lost a process: 'sleep 600'", finished.Stderr, StringComparison.Ordinal);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task An_image_that_is_missing_is_found_before_anything_starts()
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunWithAsync("true", Prepare(run, "simulate $1", hasImage: false), "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Unreachable);
        Assert.Contains("image: the image 'some/image:1' is not on this host: docker pull some/image:1", finished.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllLines(Path.Combine(run.Path, "calls")), call => call.StartsWith("run ", StringComparison.Ordinal));
    }

    private static string Prepare(LaunchRun run, string script, bool hasImage)
    {
        string docker = run.Write("docker", Docker);
        File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        run.Environment["PATH"] = $"{run.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        if (hasImage)
        {
            run.Write("has-image", "");
        }

        return run.Recipe(script, "image: some/image:1");
    }
}
