using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Folder;

public sealed class SweepFolderTests
{
    private static readonly string s_other = $"name: other\n{Sweep.Small}";

    [Fact]
    public void It_holds_the_file_and_the_plan()
    {
        using var temp = new TempFolder();
        using (Open(temp["s"]))
        {
            Assert.Equal(Sweep.Small, File.ReadAllText(temp["s/sweep.yaml"]));
            string json = File.ReadAllText(temp["s/sweep.json"]);
            Assert.Contains("\"schema\": \"loadgen.sweep\"", json, StringComparison.Ordinal);
            Assert.Contains("\"id\": \"toy-bf16-toy-none-tp2-100x10-c4\"", json, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_second_run_needs_resume()
    {
        using var temp = new TempFolder();
        Open(temp["s"]).Dispose();
        Assert.Contains("--resume goes on with it", Refusal(() => Open(temp["s"])), StringComparison.Ordinal);
        Open(temp["s"], isResumed: true).Dispose();
    }

    [Fact]
    public void Another_sweeps_folder_is_refused_even_with_resume()
    {
        using var temp = new TempFolder();
        Open(temp["s"]).Dispose();
        Assert.Contains(
            "holds the sweep 'sweep', and this one is 'other'",
            Refusal(() => SweepFolder.Open(temp["s"], Sweep.Plan(s_other), Sweep.Tool, isResumed: true, new ManualTime())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_and_left_as_it_is()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["mine.txt"], "precious");
        Assert.Contains("holds something that is no sweep", Refusal(() => Open(temp.Path, isResumed: true)), StringComparison.Ordinal);
        Assert.Equal([temp["mine.txt"]], Directory.EnumerateFileSystemEntries(temp.Path));
    }

    [Fact]
    public void Two_at_once_do_not_share_it()
    {
        using var temp = new TempFolder();
        using (Open(temp["s"]))
        {
            Assert.Contains("another loadgen works in that folder", Refusal(() => Open(temp["s"], isResumed: true)), StringComparison.Ordinal);
        }

        Open(temp["s"], isResumed: true).Dispose();
    }

    [Fact]
    public void A_lock_that_cannot_be_taken_names_its_cause_and_blames_nobody()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp[FolderLock.Name], FolderLock.Name);
        string message = Assert.Throws<SweepException>(() => FolderLock.Take(temp.Path, "x")).Message;
        Assert.StartsWith("--output x: its .lock cannot be locked (", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_day_it_was_created_stays()
    {
        using var temp = new TempFolder();
        var time = new ManualTime();
        SweepFolder.Open(temp["s"], Sweep.Plan(Sweep.Small), Sweep.Tool, isResumed: false, time).Dispose();
        time.AdvanceSeconds(86_400);
        SweepFolder.Open(temp["s"], Sweep.Plan(Sweep.Small), Sweep.Tool, isResumed: true, time).Dispose();
        Assert.Contains("\"created\": \"2026-01-01T00:00:00", File.ReadAllText(temp["s/sweep.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_goes_on_behind_half_a_line()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["journal.jsonl"], "{\"at\":\"2026-01-01T00:0");
        using (var journal = new Journal(temp.Path, new ManualTime()))
        {
            journal.Add(JournalEvent.PointDone, "c", "p", exitCode: 4);
        }

        Assert.Equal(
            ["{\"at\":\"2026-01-01T00:0", "{\"at\":\"2026-01-01T00:00:00+00:00\",\"event\":\"point_done\",\"configuration\":\"c\",\"point\":\"p\",\"exit_code\":4}"],
            File.ReadAllLines(temp["journal.jsonl"]));
    }

    private static SweepFolder Open(string path, bool isResumed = false) =>
        SweepFolder.Open(path, Sweep.Plan(Sweep.Small), Sweep.Tool, isResumed, new ManualTime());

    private static string Refusal(Func<IDisposable> open) => Assert.Throws<SweepException>(() => open().Dispose()).Message;
}
