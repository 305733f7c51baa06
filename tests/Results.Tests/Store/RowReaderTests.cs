using LoadGen.Results.Rows;
using LoadGen.Results.Store;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Store;

public class RowReaderTests
{
    [Fact]
    public void A_sweep_s_points_are_rows_and_its_attempts_are_none()
    {
        using var folder = new TemporaryFolder();
        Runs.Write(folder, "s/points/p2", Runs.Identity with { Concurrency = 32 }, second: 5);
        Runs.Write(folder, "s/points/p1", Runs.Identity, second: 1);
        Runs.Write(folder, "s/attempts/p3-1", Runs.Identity with { Concurrency = 64 });

        RowReading reading = RowReader.ReadFolder(folder.Path);

        Assert.Empty(reading.Problems);
        Assert.Equal(["p1", "p2"], reading.Rows.Select(row => row.Point));
        ResultRow row = reading.Rows[0];
        Assert.Equal(Runs.Identity, row.Identity);
        Assert.Equal(("s", 1, "fs/points/p1", true, true, "complete"), (row.Sweep, row.Repeat, row.Fingerprint, row.Simulated, row.Valid, row.Status));
        Assert.Equal(Path.Combine(folder.Path, "s", "points", "p1"), row.Folder);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 10, 0, 1, TimeSpan.Zero), row.MeasuredAt);
        Assert.True(row.IsSound);
    }

    [Fact]
    public void Figures_are_per_GPU_under_InferenceX_s_names()
    {
        using var folder = new TemporaryFolder();
        Runs.Write(folder, "p", Runs.Identity);
        IReadOnlyDictionary<string, double> metrics = Assert.Single(RowReader.ReadFolder(folder.Path).Rows).Metrics;
        Assert.Equal((200.0, 25.0, 175.0), (metrics["tput_per_gpu"], metrics["output_tput_per_gpu"], metrics["input_tput_per_gpu"]));
        Assert.Equal((0.1, 50.0, 1600.0), (metrics["median_ttft"], metrics["median_intvty"], metrics["total_token_throughput"]));
        Assert.DoesNotContain("std_intvty", metrics.Keys);
    }

    [Fact]
    public void A_run_s_id_stays_when_its_folder_moves_and_a_copy_counts_once()
    {
        using var folder = new TemporaryFolder();
        string path = Runs.Write(folder, "a/p", Runs.Identity);
        string id = Assert.Single(RowReader.ReadFolder(folder.Path).Rows).Id;
        Directory.CreateDirectory(Path.Combine(folder.Path, "b"));
        Directory.Move(path, Path.Combine(folder.Path, "b", "elsewhere"));
        Runs.Write(folder, "c", Runs.Identity);
        Assert.Equal(id, Assert.Single(RowReader.ReadFolder(folder.Path).Rows).Id);
    }

    [Theory]
    [InlineData("partial", true, "partial: interrupted")]
    [InlineData("complete", false, "not valid: client bound")]
    public void A_run_that_does_not_stand_is_a_row_that_says_why(string status, bool valid, string flag)
    {
        using var folder = new TemporaryFolder();
        Runs.Write(folder, "p", Runs.Identity, status: status, valid: valid);
        ResultRow row = Assert.Single(RowReader.ReadFolder(folder.Path).Rows);
        Assert.Equal([flag], row.Flags);
        Assert.False(row.IsSound);
    }

    [Fact]
    public void A_run_of_its_own_is_identified_as_far_as_its_result_tells()
    {
        using var folder = new TemporaryFolder();
        Runs.Write(folder, "alone");
        ResultRow row = Assert.Single(RowReader.ReadFolder(folder.Path).Rows);
        Assert.Equal(("unknown", "model", "org/Model", 1024, 128, 16), (row.Identity.Hardware, row.Identity.Model, row.Identity.ModelName, row.Identity.Isl, row.Identity.Osl, row.Identity.Concurrency));
        Assert.DoesNotContain("tput_per_gpu", row.Metrics.Keys);
        Assert.Equal(200, row.Metrics["output_throughput"]);
        Assert.Contains("nothing is per GPU", Assert.Single(row.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_launch_s_manifest_beside_the_run_says_more()
    {
        using var folder = new TemporaryFolder();
        Runs.Write(folder, "launch/bench");
        folder.Write("launch/manifest.json", """
            {"schema":1,"launch":"abc","engine":"sglang","sku":"h200","precision":"fp8","model":"org/Model","router":{"protocol":"sglang"},
             "workers":[{"role":"prefill","gpus":[0,1],"nodes":1},{"role":"decode","gpus":[2,3],"nodes":1},{"role":"decode","gpus":[4,5],"nodes":1}]}
            """);
        ResultRow row = Assert.Single(RowReader.ReadFolder(folder.Path).Rows);
        Assert.Equal(("h200", "sglang", "fp8", true, "loadgen"), (row.Identity.Hardware, row.Identity.Framework, row.Identity.Precision, row.Identity.Disaggregated, row.Identity.Router));
        Assert.Equal((2, 4, 2), (row.Identity.Prefill!.Gpus, row.Identity.Decode.Gpus, row.Identity.Decode.Workers));
        Assert.Equal(50, row.Metrics["output_tput_per_gpu"]);
    }

    [Fact]
    public void What_cannot_be_read_is_named_and_the_rest_is_read()
    {
        using var folder = new TemporaryFolder();
        Runs.Write(folder, "good", Runs.Identity);
        folder.Write("cut/result.json", "{\"schema\":");
        folder.Write("other/result.json", """{"schema":"someone.else"}""");
        folder.Write("early/point.json", "{}");
        folder.Write("badpoint/result.json", """{"schema":"loadgen.result"}""");
        folder.Write("badpoint/point.json", """{"id":3}""");

        RowReading reading = RowReader.ReadFolder(folder.Path);

        Assert.Single(reading.Rows);
        Assert.Equal(["badpoint", "cut", "early", "other"], reading.Problems.Select(line => Path.GetFileName(line.Split(": ")[0])));
    }

    [Fact]
    public void A_file_is_rows_of_others() => Assert.Equal(145, RowReader.ReadFolder(TestData.Path("dsr1_rows.json")).Rows.Count);

    [Fact]
    public void A_path_that_is_not_there_is_an_error() =>
        Assert.Contains("does not exist", Assert.Throws<ResultsException>(() => RowReader.ReadFolder("no/such/place")).Message, StringComparison.Ordinal);

    [Fact]
    public void Imported_rows_are_read_with_the_folder_and_once_only()
    {
        using var folder = new TemporaryFolder();
        Runs.Write(folder, "p", Runs.Identity);
        ImportReport first = Importer.Import(TestData.Path("dsr1_rows.json"), folder.Path);
        ImportReport second = Importer.Import(TestData.Path("dsr1_rows.json"), folder.Path);
        Assert.Equal([Path.Combine(folder.Path, "imported", "dsr1_rows.json")], first.Copied);
        Assert.Empty(second.Copied);
        Assert.Equal(2, first.Reading.Rows.Count(row => row.Flags.Count > 0));
        Assert.Equal(146, RowReader.ReadFolder(folder.Path).Rows.Count);
    }

    [Fact]
    public void Another_file_of_an_imported_one_s_name_gets_a_number_and_keeps_its_date()
    {
        using var folder = new TemporaryFolder();
        using var source = new TemporaryFolder();
        var date = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (string sub in (string[])["a", "b"])
        {
            string file = source.Write($"{sub}/agg_x.json", $$"""{"hw":"h200","infmax_model_prefix":"{{sub}}","framework":"vllm","precision":"fp8","tp":8,"tput_per_gpu":5}""");
            File.SetLastWriteTimeUtc(file, date);
        }

        source.Write("eval.json", "{}");
        ImportReport report = Importer.Import(source.Path, folder.Path);
        Assert.Equal(["agg_x.json", "agg_x-2.json"], report.Copied.Select(Path.GetFileName));
        Assert.Single(report.Reading.Problems);
        Assert.All(RowReader.ReadFolder(folder.Path).Rows, row => Assert.Equal(new DateTimeOffset(date), row.MeasuredAt));
    }

    [Fact]
    public void A_source_without_rows_is_an_error()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("eval.json", "{}");
        Assert.Contains("has no row", Assert.Throws<ResultsException>(() => Importer.Import(file, folder.Path)).Message, StringComparison.Ordinal);
    }
}
