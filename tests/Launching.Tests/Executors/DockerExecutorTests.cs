using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Executors;

public class DockerExecutorTests
{
    private const string Id = "4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a4f1d3b6a";

    private static readonly string[] s_own = ["/opt/loadgen"];

    private readonly FakePrograms _programs = new();

    private DockerExecutor Executor => new(_programs, s_own);

    [Fact]
    public void A_worker_becomes_a_container_with_a_name_of_its_own()
    {
        PlacedProcess placed = Assert.Single(Executor.Place(SamplePlans.Worker(), SamplePlans.Run, [NodePlace.Local]));
        Assert.Equal(
            [
                "docker", "run", "--name", "loadgen-0badcafe-engine-0", "--label", "loadgen.launch=0badcafe", "--network=host", "--ipc=host", "--gpus", "all", "--shm-size=16g",
                "--volume", "/models/m:/models/m:ro", "--volume", "/cache:/root-cache", "--volume", "/runs/a/files/engine-0:/loadgen/files:ro",
                "--env", "NCCL_DEBUG=WARN", "--env", "HF_TOKEN", "--env", "CUDA_VISIBLE_DEVICES=0,1",
                "--entrypoint", "python3", "nvcr.io/engine:1", "-m", "engine", "--port", "8000", "--config", "/loadgen/files/extra.yaml",
            ],
            placed.LaunchWords);
        Assert.Equal([["docker", "rm", "--force", "--volumes", "loadgen-0badcafe-engine-0"]], placed.Teardown);
        Assert.Equal("loadgen-0badcafe-engine-0", placed.Container);
        Assert.Equal("host: 127.0.0.1\n", Assert.Single(placed.Files).Value);
    }

    [Fact]
    public void A_recipes_own_entrypoint_stays()
    {
        WorkerPlan worker = SamplePlans.Worker() with { ContainerFlags = SamplePlans.Texts("--entrypoint", "/init"), Files = [] };
        IReadOnlyList<string> words = Executor.Place(worker, SamplePlans.Run, [NodePlace.Local])[0].LaunchWords;
        Assert.Single(words, "--entrypoint");
        Assert.Equal(["nvcr.io/engine:1", "python3"], words.SkipWhile(word => word != "nvcr.io/engine:1").Take(2));
        Assert.Contains("--shm-size=32g", words);
    }

    [Fact]
    public void A_worker_without_an_image_runs_bare()
    {
        WorkerPlan worker = SamplePlans.Worker() with { Image = null, Command = SamplePlans.Texts("loadgen", "route", "%{files}/r.yaml") };
        PlacedProcess placed = Assert.Single(Executor.Place(worker, SamplePlans.Run, [NodePlace.Local]));
        Assert.Equal(["/opt/loadgen", "route", "/runs/a/files/engine-0/r.yaml"], placed.LaunchWords);
        Assert.Equal("0badcafe/engine-0", placed.LaunchEnvironment[RunPlace.MarkVariable]);
        Assert.DoesNotContain("HF_TOKEN", placed.LaunchEnvironment.Keys);
        Assert.Null(placed.Container);
    }

    [Fact]
    public async Task The_containers_first_process_is_watched_once_it_runs()
    {
        PlacedProcess placed = Executor.Place(SamplePlans.Worker(), SamplePlans.Run, [NodePlace.Local])[0];
        _programs.Answers("docker inspect", $"0 {Id}\n");
        Assert.Null(await Executor.FindTraceAsync(placed, default));
        var later = new FakePrograms();
        later.Answers("docker inspect", $"4711 {Id}\n");
        FakeTable table = new FakeTable().Add(4711, 1, start: 200);
        table.Cgroups[4711] = ["/", $"/system.slice/docker-{Id}.scope"];
        Assert.Equal(new StartedTrace(new ProcessIdentity(4711, 200), null, null), await new DockerExecutor(later, s_own, table).FindTraceAsync(placed, default));
        Assert.Equal("docker inspect --format {{.State.Pid}} {{.Id}} loadgen-0badcafe-engine-0", Assert.Single(later.Calls));
    }

    [Theory]
    [InlineData(null, "which is not on this host or has ended (is docker on another host?)")]
    [InlineData("/", "whose control group cannot be seen from here (is this a container?)")]
    [InlineData("/user.slice/a.scope", "which is another process here (is docker on another host, or this a container?)")]
    [InlineData("/docker/0badcafe", "which is another process here (is docker on another host, or this a container?)")]
    public async Task A_process_that_cannot_be_told_to_be_the_containers_is_not_watched(string? group, string why)
    {
        PlacedProcess placed = Executor.Place(SamplePlans.Worker(), SamplePlans.Run, [NodePlace.Local])[0];
        _programs.Answers("docker inspect", $"4711 {Id}\n");
        var table = new FakeTable();
        if (group is not null)
        {
            table.Add(4711, 1).Cgroups[4711] = [group];
        }

        LaunchException refused = await Assert.ThrowsAsync<LaunchException>(() => new DockerExecutor(_programs, s_own, table).FindTraceAsync(placed, default));
        Assert.Equal($"docker calls its first process pid 4711, {why}; of the container the docker command and /health are watched", refused.Message);
    }

    [Fact]
    public async Task An_images_digest_is_asked_for()
    {
        _programs.Answers("docker image inspect", "repo@sha256:12\n");
        Assert.Equal("repo@sha256:12", await Executor.DigestAsync("repo:1", default));
        Assert.Null(await new DockerExecutor(new FakePrograms().Answers("docker", "", 1), s_own).DigestAsync("repo:1", default));
    }

    [Fact]
    public void A_plan_without_images_or_for_several_nodes_is_refused()
    {
        LaunchPlan plan = SamplePlans.Plan(SamplePlans.Worker() with { Image = null, Nodes = 2 });
        Assert.Equal(
            [
                "sglang/test wants 2 nodes, and the executor 'docker' has this host alone: use --executor slurm, or fewer GPUs",
                "sglang/test names no image: give one with --image, or use --executor process",
            ],
            Executor.ProblemsOf(plan));
    }
}
