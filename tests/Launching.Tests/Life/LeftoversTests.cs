using LoadGen.Launching.Life;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public sealed class LeftoversTests : IDisposable
{
    private static readonly ManifestUnit s_container = SampleManifests.Unit("engine-0", ["docker", "rm", "--force", "a"]);

    private readonly LaunchFixture _fixture = new();

    [Fact]
    public async Task A_removed_container_counts_and_the_launch_is_over()
    {
        _fixture.Programs.Answers("docker rm", "a\n");
        Assert.Equal(1, await EndAsync(SampleManifests.Of(LaunchState.Ready, s_container)));
        Assert.Equal(LaunchState.Failed, Now.State);
    }

    [Fact]
    public async Task A_container_that_is_gone_is_no_problem()
    {
        _fixture.Programs.Answers("docker rm", "", 1, "Error response from daemon: No such container: a");
        Assert.Equal(0, await EndAsync(SampleManifests.Of(LaunchState.Ready, s_container)));
        Assert.Equal(LaunchState.Failed, Now.State);
    }

    [Fact]
    public async Task A_daemon_that_does_not_answer_is_a_problem_and_the_rest_is_ended_all_the_same()
    {
        _fixture.Programs.Answers("docker rm", "", 1, "Cannot connect to the Docker daemon");
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => EndAsync(SampleManifests.Of(LaunchState.Ready, s_container, SampleManifests.Unit("b", ["scancel", "--name=x"]))));
        Assert.Equal(["engine-0: 'docker rm --force a' failed: Cannot connect to the Docker daemon"], e.Details);
        Assert.Equal("scancel --name=x", _fixture.Programs.Calls[^1]);
        Assert.Equal(LaunchState.Ready, Now.State);
    }

    [Fact]
    public async Task A_process_that_cannot_be_ended_does_not_save_the_others()
    {
        _fixture.Table.Add(10, 1).Add(20, 1);
        _fixture.Table.Immortal.Add(10);
        ManifestUnit[] units = [SampleManifests.Unit("engine-0") with { Process = new(10, 100) }, SampleManifests.Unit("engine-1", ["docker", "rm", "b"]) with { Process = new(20, 100) }];
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => EndAsync(ThisBoot(units)));
        Assert.StartsWith("engine-0: p10 (pid 10) cannot be ended", Assert.Single(e.Details), StringComparison.Ordinal);
        Assert.Null(_fixture.Table.Read(20));
        Assert.Contains("docker rm b", _fixture.Programs.Calls);
    }

    [Fact]
    public async Task Whatever_bears_the_launchs_mark_is_ended_though_no_unit_names_it()
    {
        _fixture.Table.Add(10, 1).Add(20, 1).Add(30, 1);
        (_fixture.Table.Marks[10], _fixture.Table.Marks[20]) = ("11111111/decode-7", "111111112/engine-0");
        Assert.Equal(1, await EndAsync(ThisBoot()));
        Assert.Equal([(10, 15)], _fixture.Table.Signals);
    }

    [Theory]
    [InlineData(LaunchState.Ready, "7.3|loadgen-11111111-engine-0\n", true)]
    [InlineData(LaunchState.Ready, "7.3|somebody-elses\n7.4|loadgen-11111111-engine-0\n", false)]
    [InlineData(LaunchState.Stopped, "7.3|loadgen-11111111-engine-0\n", false)]
    public async Task A_step_is_cancelled_by_its_number_only_where_that_still_has_the_launchs_name(LaunchState state, string steps, bool isCancelled)
    {
        _fixture.Programs.Answers("squeue --steps", steps);
        await EndAsync(SampleManifests.Of(state, SampleManifests.Unit("engine-0", ["scancel", "--quiet", "7.3"]) with { JobStep = "7.3" }));
        Assert.Equal(isCancelled, _fixture.Programs.Calls.Contains("scancel --quiet 7.3"));
    }

    [Fact]
    public async Task A_queue_that_does_not_answer_is_a_problem_and_nothing_is_cancelled_blindly()
    {
        _fixture.Programs.Answers("squeue --steps", "", 1, "slurm_load_jobs error: Unable to contact slurm controller");
        await Assert.ThrowsAsync<LaunchException>(() => EndAsync(SampleManifests.Of(LaunchState.Ready, SampleManifests.Unit("engine-0", ["scancel", "--quiet", "7.3"]) with { JobStep = "7.3" })));
        Assert.DoesNotContain("scancel --quiet 7.3", _fixture.Programs.Calls);
    }

    [Fact]
    public async Task A_launcher_that_lives_is_asked_to_end_and_one_that_does_not_is_killed()
    {
        _fixture.Table.Add(50, 1).Add(10, 1);
        _fixture.Table.IgnoringTerm.Add(50);
        await EndAsync(ThisBoot(SampleManifests.Unit("engine-0") with { Process = new(10, 100) }) with { Launcher = new(50, 100) });
        // It first: it would start again what is ended.
        Assert.Equal([(50, 15), (50, 9), (10, 15)], _fixture.Table.Signals);
        Assert.Equal(["its launcher (pid 50) lives: asked it to end", "its launcher has not ended within 3 min: killed it"], _fixture.Said);
    }

    [Fact]
    public async Task A_pid_that_is_another_process_by_now_is_not_asked()
    {
        _fixture.Table.Add(50, 1, start: 101);
        Assert.Equal(0, await EndAsync(ThisBoot() with { Launcher = new(50, 100) }));
        Assert.Empty(_fixture.Table.Signals);
        Assert.NotNull(_fixture.Table.Read(50));
    }

    [Fact]
    public async Task What_the_launcher_started_until_it_heard_of_its_end_is_ended_too()
    {
        LaunchManifest first = ThisBoot(s_container) with { Launcher = new(50, 100) };
        _fixture.Table.Add(50, 1);
        _fixture.Table.Heard = (pid, _) =>
        {
            if (pid == 50)
            {
                ManifestFile.Write(_fixture.Folder, ThisBoot(s_container, SampleManifests.Unit("engine-1", ["docker", "rm", "--force", "b"])));
            }
        };
        await EndAsync(first);
        Assert.Equal(["docker rm --force a", "docker rm --force b"], _fixture.Programs.Calls);
    }

    public void Dispose() => _fixture.Dispose();

    private static LaunchManifest ThisBoot(params IReadOnlyList<ManifestUnit> units) => SampleManifests.Of(LaunchState.Ready, units) with { BootId = BootId.Read() };

    private LaunchManifest Now => ManifestFile.Read(_fixture.Folder);

    private Task<int> EndAsync(LaunchManifest manifest)
    {
        ManifestFile.Write(_fixture.Folder, manifest);
        return new Leftovers(_fixture.Services).EndAsync(_fixture.Folder);
    }
}
