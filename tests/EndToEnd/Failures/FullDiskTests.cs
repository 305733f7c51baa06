using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

/// <summary>The disk fills up in mid-run: the run ends, its records are whole lines, and its result is there and says so.</summary>
public sealed class FullDiskTests : IDisposable
{
    // The run's folder reserves 4 MB for its documents; the limit must let it.
    private const long FileLimitBytes = 4 << 20;

    // More records than either limit lets through, at some 300 bytes each.
    private const string Requests = "200000";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_disk_that_fills_up_ends_the_run_with_everything_that_fits()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        string copy = Directory.CreateDirectory(_folder["copy"]).FullName;
        string[] args = Bench.Quick(server.Url, Path.Combine(disk, "run"), "--requests", Requests, "--concurrency", "8");

        // Hosts that allow no mount still have the limit on files, which fails the same writes with another error.
        if (await FullDisk.NamespacesAsync() is { } namespaces)
        {
            (await FullDisk.RunAsync(namespaces, disk, copy, args)).Exits(Loadgen.Failed).Says("could not be written", "no space left on the disk");
            AssertPartial(Path.Combine(copy, "run"), "no space left on the disk");
        }
        else
        {
            (await FullDisk.RunLimitedAsync(FileLimitBytes, args)).Exits(Loadgen.Failed).Says("could not be written");
            AssertPartial(Path.Combine(disk, "run"), "could not be written");
        }
    }

    [Fact]
    public async Task A_limit_on_the_size_of_files_ends_the_run_with_everything_that_fits()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string[] args = Bench.Quick(server.Url, _folder["run"], "--requests", Requests, "--concurrency", "8");
        (await FullDisk.RunLimitedAsync(FileLimitBytes, args)).Exits(Loadgen.Failed).Says("could not be written", "file size limit");
        AssertPartial(_folder["run"], "file size limit");
    }

    [Fact]
    public async Task A_disk_without_room_for_a_result_is_refused_before_the_server_is_touched()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        (await FullDisk.RunLimitedAsync(1 << 20, Bench.Quick(server.Url, _folder["run"], "--requests", "1"))).Exits(Loadgen.Usage).Says("--output", "cannot write there");
        Assert.Equal(0, server.Connections);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["run"]));
    }

    private static void AssertPartial(string folder, string reason)
    {
        var run = new RunFiles(folder);
        Assert.Equal("partial", run.Status);
        Assert.Contains(reason, run.Result.GetProperty("status_reasons")[0].GetString()!, StringComparison.Ordinal);
        int records = run.Records().Count;
        Assert.InRange(records, 1, run.Outcome("requested"));
        Assert.Contains($"{records} of {run.Outcome("requested")} records", run.Result.GetProperty("status_reasons")[0].GetString()!, StringComparison.Ordinal);
        Assert.Equal(run.Outcome("completed"), run.InferenceX.GetProperty("completed").GetInt64());
        run.AssertNothingLeftOver();
    }
}
