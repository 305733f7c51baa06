using LoadGen.Economics.Detection;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Preflight;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Preflight;

public class PreflightTests
{
    private readonly FakePrograms _programs = new();
    private readonly FakeHost _host = new();

    [Fact]
    public async Task On_a_host_that_is_fit_nothing_is_found() =>
        Assert.Empty(await RunAsync(Context(SamplePlans.Plan(SamplePlans.Worker()))));

    [Fact]
    public async Task Everything_is_reported_at_once_errors_first_each_with_its_fix()
    {
        _host.TakenPorts.Add(8000);
        _host.OpenFilesMax = 20_000;
        _host.Unset.Add("HF_TOKEN");
        _host.FreeBytes["/runs/a"] = 5_000_000;
        _programs.Missing.Add("python3");
        PreflightContext context = Context(SamplePlans.Plan(SamplePlans.Worker())) with
        {
            ModelPath = "/nowhere",
            Gpus = [Gpu(0), Gpu(1) with { Processes = [new DeviceProcess(4711, "python3")] }],
        };
        _host.Missing.Add("/nowhere");
        IReadOnlyList<Finding> findings = await RunAsync(context);
        Assert.Equal(["busy", "runtime", "ports", "model", "space", "model", "limits"], findings.Select(finding => finding.Check));
        Assert.Equal([Severity.Error, Severity.Error, Severity.Error, Severity.Error, Severity.Error, Severity.Warning, Severity.Warning], findings.Select(finding => finding.Severity));
        Assert.All(findings, finding => Assert.NotEmpty(finding.Fix));
        Assert.Equal("busy: GPU 1 is in use by python3 (pid 4711): let it finish, or ask its owner to end it; LoadGen ends nothing that is not its own", findings[0].ToString());
    }

    [Fact]
    public async Task Checks_can_be_left_out_one_by_one_or_all()
    {
        _host.TakenPorts.Add(8000);
        PreflightContext context = Context(SamplePlans.Plan(SamplePlans.Worker())) with { Gpus = null };
        Assert.Equal(["gpus", "ports"], (await RunAsync(context)).Select(finding => finding.Check));
        Assert.Equal(["gpus"], (await RunAsync(context, "ports")).Select(finding => finding.Check));
        Assert.Empty(await RunAsync(context, PreflightChecks.SkipAll));
    }

    [Theory]
    [InlineData("h200", "NVIDIA H200", null, true)]
    [InlineData("h200", "NVIDIA H200 NVL", null, false)]
    [InlineData("b200", "NVIDIA GB200", null, false)]
    [InlineData("gb200", "NVIDIA GB200", null, true)]
    [InlineData("mi300x", "AMD Instinct MI300X OAM", null, true)]
    [InlineData("b300", "NVIDIA B300 by a name that nobody has seen", "10de:3182", true)]
    [InlineData("gb300", "NVIDIA GB300", "10de:31a1", false)]
    public async Task Gpus_are_of_the_plans_sku_by_their_PCI_id_else_by_their_whole_name(string id, string name, string? pciId, bool isRight)
    {
        Sku sku = SkuCatalog.BuiltIn.Get(id);
        PreflightContext context = Context(SamplePlans.Plan(SamplePlans.Worker())) with { Sku = sku, Gpus = [Gpu(0, name, pciId), Gpu(1, name, pciId)] };
        string[] expected = isRight ? [] : [$"this host's GPU is a '{name}'{(pciId is null ? "" : $" (PCI id {pciId})")}, the plan is for {id} ({sku.Name})"];
        Assert.Equal(expected, (await RunAsync(context)).Select(finding => finding.What));
    }

    [Fact]
    public async Task Missing_and_full_gpus_are_named()
    {
        PreflightContext context = Context(SamplePlans.Plan(SamplePlans.Worker())) with { Gpus = [Gpu(0) with { MemoryUsedMb = 20_000 }] };
        Assert.Equal(
            ["the plan takes GPU 1, and this host has 1", "GPU 0 has 20000 of 143771 MB in use and no process that this user sees"],
            (await RunAsync(context)).Select(finding => finding.What));
    }

    [Fact]
    public async Task A_gpu_tool_that_fails_is_an_error_with_its_words()
    {
        PreflightContext context = Context(SamplePlans.Plan(SamplePlans.Worker())) with { Gpus = null, GpusError = "'nvidia-smi' failed: driver mismatch" };
        Finding finding = Assert.Single(await RunAsync(context));
        Assert.Equal(("gpus", "'nvidia-smi' failed: driver mismatch"), (finding.Check, finding.What));
    }

    [Fact]
    public async Task An_image_that_is_missing_is_told_with_how_to_get_it()
    {
        _programs.Answers("docker image inspect", "", 1);
        Finding finding = Assert.Single(await RunAsync(For(ExecutorKind.Docker)));
        Assert.Equal("image: the image 'nvcr.io/engine:1' is not on this host: docker pull nvcr.io/engine:1, or name one that is with --image", finding.ToString());
    }

    [Fact]
    public async Task A_daemon_that_does_not_answer_is_one_finding_and_no_image_is_looked_for()
    {
        _programs.Answers("docker version", "", 1, "Cannot connect to the Docker daemon").Answers("docker image inspect", "", 1);
        Finding finding = Assert.Single(await RunAsync(For(ExecutorKind.Docker)));
        Assert.Equal(("runtime", "docker does not answer: Cannot connect to the Docker daemon"), (finding.Check, finding.What));
        Assert.StartsWith("start the Docker daemon", finding.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain(_programs.Calls, call => call.StartsWith("docker image", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Docker_that_is_not_installed_is_to_be_installed_not_started()
    {
        _programs.Missing.Add("docker");
        Finding finding = Assert.Single(await RunAsync(For(ExecutorKind.Docker)));
        Assert.Equal("docker is not installed, or its folder is not on PATH", finding.What);
        Assert.StartsWith("install Docker", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_looked_for_where_the_runtimes_check_is_left_out()
    {
        _programs.Missing.Add("docker");
        Finding finding = Assert.Single(await RunAsync(For(ExecutorKind.Docker), "runtime"));
        Assert.Equal("whether the image 'nvcr.io/engine:1' is on this host cannot be told: 'docker' is not installed, or its folder is not on PATH", finding.What);
    }

    [Fact]
    public async Task For_slurm_the_launchers_own_gpus_and_ports_do_not_matter_but_its_commands_do()
    {
        _host.TakenPorts.Add(8000);
        _programs.Missing.UnionWith(["srun", "salloc"]);
        Assert.Equal("srun, salloc are not installed", Assert.Single(await RunAsync(For(ExecutorKind.Slurm))).What);
    }

    [Theory]
    [InlineData("Slurmctld(primary) at gpu1 is UP\n", 0)]
    [InlineData("Slurmctld(primary) at UP is DOWN\nSlurmctld(backup) at gpu2 is UP\n", 0)]
    [InlineData("Slurmctld(primary/backup) at gpu1/gpu2 are DOWN/UP\n", 0)]
    [InlineData("", 0)]
    public async Task A_slurm_controller_that_answers_is_none_of_our_business(string ping, int exitCode)
    {
        _programs.Answers("scontrol ping", ping, exitCode);
        Assert.Empty(await RunAsync(For(ExecutorKind.Slurm)));
    }

    [Theory]
    [InlineData("Slurmctld(primary) at gpu1 is DOWN\n", 0, "****\n** RESTORE SLURMCTLD DAEMON TO SERVICE **\n", "Slurmctld(primary) at gpu1 is DOWN")]
    [InlineData("Slurmctld(primary) at UP is DOWN\n", 0, "", "Slurmctld(primary) at UP is DOWN")]
    [InlineData("Slurmctld(primary) at gpu1 is DOWN\n", 1, "", "Slurmctld(primary) at gpu1 is DOWN")]
    [InlineData("", 1, "scontrol: fatal: Could not establish a configuration source\n", "scontrol: fatal: Could not establish a configuration source")]
    public async Task A_slurm_controller_that_does_not_answer_is_a_finding_with_its_fix(string ping, int exitCode, string stderr, string why)
    {
        _programs.Answers("scontrol ping", ping, exitCode, stderr);
        Finding finding = Assert.Single(await RunAsync(For(ExecutorKind.Slurm)));
        Assert.Equal(("runtime", Severity.Error, $"the Slurm controller does not answer: {why}"), (finding.Check, finding.Severity, finding.What));
        Assert.StartsWith("see to slurmctld", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_given_twice_on_one_node_is_found()
    {
        LaunchPlan plan = SamplePlans.Plan(SamplePlans.Worker(LaunchRole.Prefill) with { BootstrapPort = 8000 }, SamplePlans.Worker(LaunchRole.Decode) with { Port = 8001 });
        Assert.Equal("prefill-0 and prefill-0's bootstrap server are both given port 8000", Assert.Single(await RunAsync(Context(plan))).What);
    }

    [Fact]
    public async Task Shared_memory_that_is_too_small_is_found()
    {
        _host.FreeBytes["/dev/shm"] = 64_000_000;
        Assert.Equal("/dev/shm has 0.1 GB free, and 2 GPUs want 2 GB", Assert.Single(await RunAsync(Context(SamplePlans.Plan(SamplePlans.Worker())))).What);
    }

    private static GpuFacts Gpu(int index, string name = "NVIDIA H200", string? pciId = null) =>
        new(new HostDevice { Source = DetectionSource.NvidiaSmi, Index = index, Name = name, PciId = pciId, MemoryMib = 143_771 }, 4, "570.86", []);

    private static Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, params string[] skip) => PreflightChecks.RunAsync(context, skip, default);

    private PreflightContext For(ExecutorKind executor) => Context(SamplePlans.Plan(SamplePlans.Worker())) with { Executor = executor, Gpus = executor == ExecutorKind.Slurm ? null : [Gpu(0), Gpu(1)] };

    private PreflightContext Context(LaunchPlan plan) => new()
    {
        Plan = plan,
        Executor = ExecutorKind.Process,
        Folder = "/runs/a",
        Programs = _programs,
        Host = _host,
        Gpus = [Gpu(0), Gpu(1)],
    };
}
