using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary><c>loadgen hlog</c> against the reference implementation's own logs and figures.</summary>
public sealed class HlogTests : IDisposable
{
    private static readonly string s_reference = Repository.HistogramFixture("jHiccup-2.0.7S.logV2.hlog");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_reference_log_gives_the_reference_figures()
    {
        Finished json = (await Loadgen.RunAsync("hlog", s_reference, "--format", "json")).Exits(Loadgen.Ok);
        Assert.StartsWith("{\"intervals\":62,\"count\":48761,\"min\":", json.Stdout, StringComparison.Ordinal);
        Assert.Equal(
            ["intervals", "count", "min", "mean", "p50", "p90", "p99", "p99.9", "max", "start_time"],
            System.Text.Json.JsonDocument.Parse(json.Stdout).RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Contains("\"max\":1796210687", json.Stdout, StringComparison.Ordinal);
        Assert.Contains("\"start_time\":1441812279.474", json.Stdout, StringComparison.Ordinal);
        Assert.Equal("", json.Stderr);
    }

    [Fact]
    public async Task A_range_of_time_selects_intervals()
    {
        Finished json = (await Loadgen.RunAsync("hlog", s_reference, "--from", "5", "--to", "20", "--format", "json")).Exits(Loadgen.Ok);
        Assert.StartsWith("{\"intervals\":15,\"count\":11664,", json.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_logs_are_merged()
    {
        Finished json = (await Loadgen.RunAsync("hlog", s_reference, s_reference, "--format", "json")).Exits(Loadgen.Ok);
        Assert.StartsWith($"{{\"intervals\":124,\"count\":{2 * 48761},", json.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_selects_its_intervals()
    {
        string tagged = Repository.HistogramFixture("tagged-Log.logV2.hlog");
        Finished all = (await Loadgen.RunAsync("hlog", tagged, "--format", "json")).Exits(Loadgen.Ok);
        Finished one = (await Loadgen.RunAsync("hlog", tagged, "--tag", "A", "--format", "json")).Exits(Loadgen.Ok);
        Assert.StartsWith("{\"intervals\":21,\"count\":16145,", one.Stdout, StringComparison.Ordinal);
        Assert.StartsWith("{\"intervals\":42,\"count\":32290,", all.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_holds_the_same_figures()
    {
        Finished table = (await Loadgen.RunAsync("hlog", s_reference)).Exits(Loadgen.Ok);
        Assert.All(["48761", "1796210687"], figure => Assert.Contains(figure, table.Stdout.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_malformed_line_is_named_by_file_and_number()
    {
        string[] lines = File.ReadAllLines(s_reference);
        int number = Array.FindLastIndex(lines, line => line.Length > 0) + 1;
        lines[number - 1] = lines[number - 1][..20] + "!!!";
        string broken = _folder.File("broken.hlog", string.Join('\n', lines) + "\n");
        (await Loadgen.RunAsync("hlog", broken, "--format", "json")).RefusesUsage("hlog", $"{broken}:{number}:");
    }

    [Fact]
    public async Task A_missing_file_is_named() =>
        (await Loadgen.RunAsync("hlog", s_reference, _folder["none.hlog"])).RefusesUsage("hlog", $"{_folder["none.hlog"]} does not exist");

    [Theory]
    [InlineData("--to 5 lies not after --from 20", "x.hlog", "--from", "20", "--to", "5")]
    [InlineData("--format: 'xml' is not one of table, json", "x.hlog", "--format", "xml")]
    [InlineData("--from: 'start' is not a number", "x.hlog", "--from", "start")]
    [InlineData("--from: '1e400' is not a number of at least 0, up to 1.7e308", "x.hlog", "--from", "1e400")]
    [InlineData("unknown option '--fromm'; did you mean '--from'?", "x.hlog", "--fromm")]
    [InlineData("'hlog'")]
    public async Task Is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["hlog", .. options])).RefusesUsage("hlog", message);
}
