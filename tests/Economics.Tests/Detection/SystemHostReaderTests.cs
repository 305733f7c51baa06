using LoadGen.Economics.Detection;

namespace LoadGen.Economics.Tests.Detection;

public class SystemHostReaderTests
{
    private readonly SystemHostReader _host = new();

    [Fact]
    public async Task A_program_answers_with_its_exit_code_and_both_outputs() => Assert.Equal(
        new ToolAnswer(3, "out\n", "err\n"),
        await _host.RunAsync("sh", ["-c", "echo out; echo err >&2; exit 3"], TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_program_that_is_not_there_is_null() =>
        Assert.Null(await _host.RunAsync("no-such-program-of-loadgen", [], TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_program_that_hangs_is_ended_with_the_search()
    {
        using var end = new CancellationTokenSource();
        Task<ToolAnswer?> running = _host.RunAsync("sh", ["-c", "sleep 600"], end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void Files_and_folders_are_read_as_they_are()
    {
        Assert.Contains("status", _host.ListFolder("/proc/self"));
        Assert.StartsWith("Name:", _host.ReadFile("/proc/self/status"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_empty_or_null()
    {
        Assert.Empty(_host.ListFolder("/no/such/folder"));
        Assert.Null(_host.ReadFile("/no/such/file"));
    }
}
