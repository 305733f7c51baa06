using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Tests.Supervising;

public class DeathJudgeTests
{
    private static readonly TimeSpan s_young = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_old = TimeSpan.FromMinutes(1);
    private static readonly ExitStatus s_well = new(0);
    private static readonly ExitStatus s_badly = new(1 << 8);

    [Fact]
    public void The_started_process_must_not_end_at_all()
    {
        WatchedProcess root = Process(isRoot: true);
        Assert.True(DeathJudge.IsFailure(root, s_well, isReady: false, s_young));
        Assert.True(DeathJudge.IsFailure(root, s_well, isReady: true, s_young));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(256, true)]
    [InlineData(9, true)]
    [InlineData(null, true)]
    public void One_that_was_there_when_the_engine_served_may_only_end_well(int? status, bool isFailure) =>
        Assert.Equal(isFailure, DeathJudge.IsFailure(Process(wasAlive: true), status is { } raw ? new ExitStatus(raw) : null, isReady: true, s_old));

    [Fact]
    public void One_of_those_that_worked_on_a_gpu_may_not_end_at_all() =>
        Assert.True(DeathJudge.IsFailure(Process(wasAlive: true, heldGpu: true), s_well, isReady: true, s_old));

    [Fact]
    public void Helpers_that_come_later_or_before_may_end_as_they_like()
    {
        Assert.False(DeathJudge.IsFailure(Process(), s_badly, isReady: true, s_young));
        Assert.False(DeathJudge.IsFailure(Process(), null, isReady: true, s_young));
        Assert.False(DeathJudge.IsFailure(Process(heldGpu: true), s_well, isReady: false, s_young));
        Assert.False(DeathJudge.IsFailure(Process(heldGpu: true), null, isReady: false, s_young));
    }

    [Fact]
    public void One_that_only_happened_to_run_when_the_engine_served_may_end_until_it_is_old()
    {
        Assert.False(DeathJudge.IsFailure(Process(wasAlive: true), null, isReady: true, s_young));
        Assert.True(DeathJudge.IsFailure(Process(wasAlive: true), null, isReady: true, s_old));
    }

    [Fact]
    public void Compilers_that_end_when_they_are_idle_are_no_part_of_the_engine() =>
        Assert.False(DeathJudge.IsFailure(Process(wasAlive: true, command: "python3 /x/torch/_inductor/compile_worker/__main__.py"), null, isReady: true, s_old));

    [Theory]
    [InlineData("nvidia-smi -q", false)]
    [InlineData("python3 /opt/rocm/bin/amd-smi static", false)]
    [InlineData("/bin/sh -c nvcc -x cu", false)]
    [InlineData("/usr/lib/llvm/bin/clang++-17 a.cpp", false)]
    [InlineData("/usr/bin/python3 -c from multiprocessing.resource_tracker import main;main(5)", false)]
    [InlineData("python3 -m sglang.launch_server --model-path /models/clang", true)]
    [InlineData("vllm serve /models/ninja-7b", true)]
    [InlineData("sglang::scheduler_TP3", true)]
    public void A_helper_is_known_by_its_program_though_it_had_a_gpu_open(string command, bool isFailure)
    {
        Assert.Equal(isFailure, DeathJudge.IsFailure(Process(wasAlive: true, heldGpu: true, command: command), null, isReady: true, s_old));
        Assert.Equal(isFailure, DeathJudge.IsFailure(Process(heldGpu: true, command: command), s_badly, isReady: false, s_young));
    }

    [Fact]
    public void What_was_there_for_a_moment_and_ended_well_is_a_helper_though_it_had_a_gpu_open()
    {
        Assert.False(DeathJudge.IsFailure(Process(wasAlive: true, heldGpu: true), s_well, isReady: true, s_young));
        Assert.True(DeathJudge.IsFailure(Process(wasAlive: true, heldGpu: true), s_badly, isReady: true, s_young));
        Assert.True(DeathJudge.IsFailure(Process(wasAlive: true, heldGpu: true), null, isReady: true, s_young));
    }

    [Fact]
    public void A_rank_that_crashes_while_it_loads_is_a_failure() =>
        Assert.True(DeathJudge.IsFailure(Process(heldGpu: true), new ExitStatus(11), isReady: false, s_young));

    private static WatchedProcess Process(bool wasAlive = false, bool heldGpu = false, bool isRoot = false, string command = "c") =>
        new() { Identity = new ProcessIdentity(1, 1), Command = command, IsRoot = isRoot, HeldGpu = heldGpu, WasAliveWhenReady = wasAlive };
}
