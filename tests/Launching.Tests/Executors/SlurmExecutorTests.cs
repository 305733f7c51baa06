using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Executors;

public class SlurmExecutorTests
{
    private readonly FakePrograms _programs = new();

    [Fact]
    public void A_job_of_whole_nodes_is_asked_for()
    {
        var options = new SlurmOptions { Partition = "gpu", Account = "me", Time = "2:00:00", Extra = ["--qos=high"] };
        PlacedProcess holder = Executor(options).Holder(SamplePlans.Plan(SamplePlans.Worker() with { Nodes = 2 }), SamplePlans.Run)!;
        Assert.Equal(
            [
                "salloc", "--job-name=loadgen-0badcafe", "--nodes=2", "--exclusive", "--mem=0", "--partition=gpu", "--account=me", "--time=2:00:00", "--gpus-per-node=2",
                "--qos=high", "sleep", "infinity",
            ],
            holder.LaunchWords);
        Assert.Equal([["scancel", "--quiet", "--name=loadgen-0badcafe"]], holder.Teardown);
    }

    [Theory]
    [InlineData("vllm", 2, "serve", true)]
    [InlineData("vllm", 1, "serve", false)]
    [InlineData("vllm", 2, "%{node_rank}", false)]
    [InlineData("trtllm", 2, "serve", false)]
    public void An_engine_that_must_be_told_of_its_nodes_and_is_not_is_refused_on_several(string engine, int nodes, string word, bool isRefused)
    {
        WorkerPlan worker = SamplePlans.Worker() with { Nodes = nodes, Command = SamplePlans.Texts("engine", word), Files = [] };
        IReadOnlyList<string> problems = Executor(new SlurmOptions()).ProblemsOf(SamplePlans.Plan(worker) with { Engine = engine });
        string[] expected = isRefused
            ? ["sglang/test: engine-0 would span 2 nodes, and the recipe tells vllm nothing of that: choose fewer GPUs (--tp), or a recipe that uses ${node_rank} and ${leader}"]
            : [];
        Assert.Equal(expected, problems);
    }

    [Fact]
    public void Inside_a_job_none_is_asked_for() =>
        Assert.Null(Executor(new SlurmOptions { OuterJob = "7" }).Holder(SamplePlans.Plan(SamplePlans.Worker()), SamplePlans.Run));

    [Fact]
    public void A_worker_is_a_step_in_a_pyxis_container()
    {
        WorkerPlan decode = SamplePlans.Worker(LaunchRole.Decode) with { Node = 1 };
        SlurmExecutor executor = Executor(new SlurmOptions { OuterJob = "7", Gpus = SlurmGpus.Gres, StepExtra = ["--mpi=none"] });
        executor.Holder(SamplePlans.Plan(SamplePlans.Worker(LaunchRole.Prefill) with { Gpus = [0, 1, 2, 3] }, decode), SamplePlans.Run);
        PlacedProcess placed = Assert.Single(executor.Place(decode, SamplePlans.Run, SamplePlans.TwoNodes));
        Assert.Equal(
            [
                "srun", "--jobid=7", "--job-name=loadgen-0badcafe-decode-0", "--nodes=1", "--ntasks=1", "--ntasks-per-node=1", "--nodelist=gpu2", "--overlap", "--cpu-bind=none",
                "--kill-on-bad-exit=1", "--unbuffered", "--export=ALL", "--gres=gpu:4", "--container-image=nvcr.io#engine:1",
                "--container-mounts=/models/m:/models/m:ro,/cache:/root-cache,/runs/a/files/decode-0:/loadgen/files:ro", "--no-container-entrypoint",
                "--container-env=NCCL_DEBUG,HF_TOKEN,CUDA_VISIBLE_DEVICES", "--mpi=none",
                "python3", "-m", "engine", "--port", "8000", "--config", "/loadgen/files/extra.yaml",
            ],
            placed.LaunchWords);
        Assert.Equal("WARN", placed.LaunchEnvironment["NCCL_DEBUG"]);
        Assert.Equal("10.0.0.2", placed.Url.Host);
        Assert.Equal("host: 10.0.0.2\n", Assert.Single(placed.Files).Value);
    }

    [Fact]
    public void Over_several_nodes_it_is_one_step_where_all_words_are_alike_and_one_each_where_they_differ()
    {
        SlurmExecutor executor = Executor(new SlurmOptions { OuterJob = "7", Gpus = SlurmGpus.None });
        WorkerPlan alike = SamplePlans.Worker() with { Nodes = 2, Image = null, Files = [], Command = SamplePlans.Texts("engine", "%{leader}") };
        PlacedProcess one = Assert.Single(executor.Place(alike, SamplePlans.Run, SamplePlans.TwoNodes));
        Assert.Contains("--nodelist=gpu1,gpu2", one.LaunchWords);
        Assert.Contains("--ntasks=2", one.LaunchWords);
        Assert.Equal(["engine", "10.0.0.1"], one.Command);

        WorkerPlan ranked = alike with { Command = SamplePlans.Texts("engine", "%{leader}", "%{node_rank}") };
        IReadOnlyList<PlacedProcess> two = executor.Place(ranked, SamplePlans.Run, SamplePlans.TwoNodes);
        Assert.Equal(["engine-0-0", "engine-0-1"], two.Select(placed => placed.Name));
        Assert.Equal(["engine", "10.0.0.1", "1"], two[1].Command);
        Assert.Contains("--nodelist=gpu2", two[1].LaunchWords);
    }

    [Fact]
    public async Task Nodes_are_known_once_the_job_runs()
    {
        SlurmExecutor executor = Executor(new SlurmOptions());
        LaunchPlan plan = SamplePlans.Plan(SamplePlans.Worker() with { Nodes = 2 });
        _programs.Answers("squeue --noheader --name=loadgen-0badcafe", "12|RUNNING|gpu[1-2]|None\n")
            .Answers("scontrol show hostnames gpu[1-2]", "gpu1\ngpu2\n")
            .Answers("scontrol show node gpu1", "NodeName=gpu1 NodeAddr=10.0.0.1 NodeHostName=gpu1\n")
            .Answers("scontrol show node gpu2", "NodeName=gpu2 NodeAddr=10.0.0.2\n");
        Assert.Equal(SamplePlans.TwoNodes, await executor.FindNodesAsync(plan, SamplePlans.Run, default));
        Assert.Contains("--jobid=12", executor.Place(plan.Workers[0], SamplePlans.Run, SamplePlans.TwoNodes)[0].LaunchWords);
    }

    [Fact]
    public async Task In_an_outer_job_the_nodes_of_other_launches_are_passed_over()
    {
        LaunchPlan plan = SamplePlans.Plan(SamplePlans.Worker());
        _programs.Answers("squeue --noheader --jobs=7", "gpu[1-2]\n")
            .Answers("scontrol show hostnames gpu[1-2]", "gpu1\ngpu2\n")
            .Answers("scontrol show node gpu1", "NodeName=gpu1 NodeAddr=10.0.0.1 NodeHostName=gpu1\n")
            .Answers("scontrol show node gpu2", "NodeName=gpu2 NodeAddr=10.0.0.2\n");
        Assert.Equal([SamplePlans.TwoNodes[1]], await Executor(new SlurmOptions { OuterJob = "7", FirstNode = 1 }).FindNodesAsync(plan, SamplePlans.Run, default));
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => Executor(new SlurmOptions { OuterJob = "7", FirstNode = 2 }).FindNodesAsync(plan, SamplePlans.Run, default));
        Assert.Contains("wants 1 nodes, and Slurm job 7 has 2, 2 of them taken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_waits_has_no_nodes_yet_and_one_that_was_cancelled_never_will()
    {
        LaunchPlan plan = SamplePlans.Plan(SamplePlans.Worker());
        _programs.Answers("squeue", "12|PENDING||Resources\n");
        Assert.Null(await Executor(new SlurmOptions()).FindNodesAsync(plan, SamplePlans.Run, default));
        var cancelled = new SlurmExecutor(new FakePrograms().Answers("squeue", "12|CANCELLED||None\n"), new SlurmOptions(), [], TimeProvider.System);
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => cancelled.FindNodesAsync(plan, SamplePlans.Run, default));
        Assert.Equal("the Slurm job 12 is CANCELLED before it began (None): sacct -j 12 says more", e.Message);
    }

    [Fact]
    public async Task A_steps_id_is_found_by_its_name()
    {
        SlurmExecutor executor = Executor(new SlurmOptions { OuterJob = "7" });
        PlacedProcess placed = executor.Place(SamplePlans.Worker(), SamplePlans.Run, SamplePlans.TwoNodes)[0];
        _programs.Answers("squeue --noheader --steps --jobs=7", "7.0|other\n7.3|loadgen-0badcafe-engine-0\n");
        StartedTrace trace = (await executor.FindTraceAsync(placed, default))!;
        Assert.Equal("7.3", trace.JobStep);
        Assert.Equal(["scancel", "--quiet", "7.3"], trace.Teardown);
    }

    [Fact]
    public async Task An_image_is_imported_once_under_a_lock()
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-images-").FullName;
        try
        {
            string file = Path.Combine(folder, "nvcr.io_engine_1.sqsh");
            var options = new SlurmOptions { OuterJob = "7", ImageFolder = folder };
            LaunchPlan plan = SamplePlans.Plan(SamplePlans.Worker());
            // A fake enroot writes nothing: that is a failure.
            LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => Executor(options).PrepareAsync(plan, SamplePlans.Run, SamplePlans.TwoNodes, default));
            Assert.StartsWith("enroot could not import 'nvcr.io/engine:1'", e.Message, StringComparison.Ordinal);
            Assert.Equal($"srun --jobid=7 --nodes=1 --ntasks=1 --nodelist=gpu1 --overlap enroot import --output {file}.partial docker://nvcr.io#engine:1", Assert.Single(_programs.Calls));

            File.WriteAllText(file, "");
            await Executor(options).PrepareAsync(plan, SamplePlans.Run, SamplePlans.TwoNodes, default);
            Assert.Single(_programs.Calls);
            Assert.Contains($"--container-image={file}", Executor(options).Place(plan.Workers[0], SamplePlans.Run, SamplePlans.TwoNodes)[0].LaunchWords);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("lmsysorg/sglang:v0.5", "lmsysorg/sglang:v0.5", "lmsysorg_sglang_v0.5.sqsh")]
    [InlineData("nvcr.io/nvidia/tritonserver:25.01", "nvcr.io#nvidia/tritonserver:25.01", "nvcr.io_nvidia_tritonserver_25.01.sqsh")]
    [InlineData("ubuntu", "ubuntu", "ubuntu.sqsh")]
    public void Images_are_named_as_enroot_does(string image, string name, string file)
    {
        Assert.Equal(name, EnrootImage.NameOf(image));
        Assert.Equal(file, EnrootImage.FileOf(image));
    }

    private SlurmExecutor Executor(SlurmOptions options) => new(_programs, options, ["/opt/loadgen"], TimeProvider.System);
}
