using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Tests.Programs;

public class SystemProgramsTests
{
    private static readonly TimeSpan s_ample = TimeSpan.FromMinutes(1);

    private readonly SystemPrograms _programs = new();

    [Fact]
    public async Task A_program_answers_with_its_exit_code_and_both_outputs()
    {
        ProgramResult result = await RunAsync(s_ample, "sh", "-c", "echo out; echo err >&2; exit 3");
        Assert.Equal(new ProgramResult(3, "out\n", "err\n"), result);
        Assert.Equal("err", result.Complaint);
    }

    [Fact]
    public async Task One_that_is_not_installed_is_named() => Assert.Equal(
        "'no-such-program-of-loadgen' is not installed, or its folder is not on PATH",
        (await Assert.ThrowsAsync<ProgramException>(() => RunAsync(s_ample, "no-such-program-of-loadgen"))).Message);

    [Fact]
    public async Task One_that_hangs_is_ended_at_its_limit() => Assert.Equal(
        "'sleep' did not answer within 0 s", (await Assert.ThrowsAsync<ProgramException>(() => RunAsync(TimeSpan.FromMilliseconds(20), "sleep", "600"))).Message);

    private Task<ProgramResult> RunAsync(TimeSpan limit, params string[] words) => _programs.RunAsync(words, limit, TestContext.Current.CancellationToken);
}
