using LoadGen.Sweeps.Engines;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Engines;

public sealed class FullDiskTests
{
    private const string FullDevice = "/dev/full";

    [Fact]
    public async Task A_benchmark_whose_log_has_no_room_is_read_to_its_end()
    {
        // More than a pipe holds: it would wait for ever if nobody read it.
        var bench = new ChildBench(["sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' '\\n'; exec true"], TimeProvider.System);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var error = await Assert.ThrowsAsync<IOException>(() => bench.RunAsync(["bench"], FullDevice, limit.Token, limit.Token));
        Assert.False(limit.IsCancellationRequested);
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launchers_log_without_room_is_said_once()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp[LauncherLog.Name], FullDevice);
        List<string> notes = [];
        using (var log = new LauncherLog(temp.Path, notes.Add))
        {
            log.Add("one");
            log.Add("two");
        }

        Assert.Contains("launcher.log cannot be written and lacks lines from here on", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_launchers_log_is_appended_to()
    {
        using var temp = new TempFolder();
        foreach (string line in (string[])["one", "two"])
        {
            using var log = new LauncherLog(temp.Path, Assert.Fail);
            log.Add(line);
        }

        Assert.Equal(["one", "two"], File.ReadAllLines(temp[LauncherLog.Name]));
    }
}
