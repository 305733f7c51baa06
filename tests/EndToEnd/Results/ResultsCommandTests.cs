using System.Globalization;
using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Results;

/// <summary>What <c>loadgen results</c> and <c>loadgen report</c> say of files of rows, and the exit codes that scripts go by.</summary>
public sealed class ResultsCommandTests : IDisposable
{
    private static readonly (int, double, double)[] s_before = [(16, 1000, 40), (16, 1010, 40.4), (16, 990, 39.6)];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_difference_without_a_regression_exits_with_0()
    {
        string before = _folder.Rows("before.json", "h200", s_before);
        string after = _folder.Rows("after.json", "h200", (16, 1001, 40), (16, 1011, 40.4), (16, 991, 39.6));
        Finished finished = (await Loadgen.RunAsync("results", "diff", before, after)).Exits(Loadgen.Ok);
        Assert.Contains("1 points compared; 0 regressions", finished.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_regression_exits_with_1()
    {
        string before = _folder.Rows("before.json", "h200", s_before);
        string after = _folder.Rows("after.json", "h200", (16, 500, 20), (16, 505, 20.2), (16, 495, 19.8));
        Finished finished = (await Loadgen.RunAsync("results", "diff", before, after, "--allow-missing")).Exits(Loadgen.Failed);
        Assert.Contains("REGRESSION", finished.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_that_is_lost_exits_with_1_unless_it_may_be_missing()
    {
        string before = _folder.Rows("before.json", "h200", [.. s_before, (64, 2000, 20)]);
        string after = _folder.Rows("after.json", "h200", s_before);
        Finished finished = (await Loadgen.RunAsync("results", "diff", before, after)).Exits(Loadgen.Failed);
        Assert.Contains("lost: h200 sglang dsr1 fp8 tp8 1024/1024 c64: not there", finished.Stdout, StringComparison.Ordinal);
        Assert.Equal(finished.Stdout, (await Loadgen.RunAsync("results", "diff", before, after, "--allow-missing")).Exits(Loadgen.Ok).Stdout);
    }

    [Fact]
    public async Task Nothing_in_common_a_misspelled_figure_and_a_path_that_is_not_there_exit_with_2()
    {
        string before = _folder.Rows("before.json", "h200", s_before);
        string other = _folder.Rows("other.json", "b200", s_before);
        (await Loadgen.RunAsync("results", "diff", before, other, "--allow-missing")).Exits(Loadgen.Usage).Says("no point in common");
        (await Loadgen.RunAsync("results", "diff", before, before, "--metric", "output_tput_per_gpus")).Exits(Loadgen.Usage).Says("output_tput_per_gpus");
        (await Loadgen.RunAsync("results", "diff", before, _folder["none.json"])).Exits(Loadgen.Usage).Says("none.json does not exist");
    }

    [Fact]
    public async Task A_frontier_is_read_between_its_points_and_not_beyond_them()
    {
        string rows = _folder.Rows("rows.json", "h200", (64, 2000, 20), (16, 1000, 40), (4, 400, 80), (5, 100, 50));
        Finished table = (await Loadgen.RunAsync("results", "frontier", rows, "--at", "40,100", "--price-table", "2026-07", "--tier", "rental")).Exits(Loadgen.Ok);
        Assert.Matches(@"h200 sglang dsr1 fp8 1024/1024\s+│\s+40\s+│\s+1,000\s+│\s+500\.0\s+│\s+500\.0\s+│\s+0\.5694", table.Stdout);
        Assert.Contains("h200 sglang dsr1 fp8 1024/1024: 100 tok/s/user: outside of what was measured, 20 to 80\n", table.Stdout, StringComparison.Ordinal);
        Assert.Contains("$/M = $/GPU-hour ÷ (tok/s/GPU × 3600 ÷ 10⁶)", table.Stdout, StringComparison.Ordinal);
        Assert.Contains("Prices and powers: table 2026-07, 2026-07, SemiAnalysis, InferenceX dashboard, July 2026", table.Stdout, StringComparison.Ordinal);

        Finished json = (await Loadgen.RunAsync("results", "frontier", rows, "--at", "60", "--format", "json", "--gpu-hour-price", "3.6")).Exits(Loadgen.Ok);
        JsonElement at = JsonDocument.Parse(json.Stdout).RootElement.GetProperty("groups")[0].GetProperty("at")[0];
        double throughput = at.GetProperty("total_tokens_per_s_per_gpu").GetDouble();
        Assert.InRange(throughput, 400, 1000);
        JsonElement cost = at.GetProperty("economics").EnumerateArray().Single(figure => figure.GetProperty("key").GetString() == "usd_per_million_total_tokens" && figure.GetProperty("tier").GetString() == "own");
        Assert.Equal(1000 / throughput, cost.GetProperty("value").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task What_a_frontier_cannot_be_made_of_exits_with_2()
    {
        string rows = _folder.Rows("rows.json", "h200", (16, 1000, 40));
        (await Loadgen.RunAsync("results", "frontier", rows, "--at", "fast")).RefusesUsage("results frontier", "--at: 'fast' is not a number above 0");
        (await Loadgen.RunAsync("results", "frontier", rows, "--at", "40", "--by", "sku,colour")).RefusesUsage("results frontier", "--by: there is no 'colour'");
        (await Loadgen.RunAsync("results", "frontier", rows, "--at", "40", "--tier", "own")).RefusesUsage("results frontier", "--tier own needs --gpu-hour-price");
        (await Loadgen.RunAsync("results", "frontier", rows, "--at", "40", "--conc", "7")).RefusesUsage("results frontier", "no sound result there");
    }

    [Fact]
    public async Task A_report_has_the_prices_of_its_configurations()
    {
        string rows = _folder.Rows("rows.json", "h200", (16, 1000, 40));
        Directory.CreateDirectory(_folder["configs/skus"]);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "configs", "skus"), "*.yaml"))
        {
            string name = Path.GetFileName(file);
            string text = File.ReadAllText(file);
            File.WriteAllText(_folder[$"configs/skus/{name}"], name == "h200.yaml" ? text.Replace("hyperscaler_usd: 1.22", "hyperscaler_usd: 7.77", StringComparison.Ordinal) : text);
        }

        (await Loadgen.RunAsync("report", rows, "-o", _folder["own.html"], "--configs", _folder["configs"])).Exits(Loadgen.Ok);
        (await Loadgen.RunAsync("report", rows, "-o", _folder["built-in.html"])).Exits(Loadgen.Ok);
        string price = 7.77.ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"\"hyperscaler_usd\":{price}", File.ReadAllText(_folder["own.html"]), StringComparison.Ordinal);
        Assert.DoesNotContain($"\"hyperscaler_usd\":{price}", File.ReadAllText(_folder["built-in.html"]), StringComparison.Ordinal);
        (await Loadgen.RunAsync("report", rows, "-o", _folder["none.html"], "--configs", _folder["none"])).Exits(Loadgen.Usage);
        Assert.False(File.Exists(_folder["none.html"]));
    }

    [Fact]
    public async Task A_report_takes_price_lists_and_two_of_one_name_are_refused()
    {
        string rows = _folder.Rows("rows.json", "h200", (16, 1000, 40));
        string list = Repository.Existing("configs", "prices", "example.yaml");
        (await Loadgen.RunAsync("report", rows, "-o", _folder["r.html"], "--price-list", list)).Exits(Loadgen.Ok);
        Assert.Contains("\"price_lists\":[{", File.ReadAllText(_folder["r.html"]), StringComparison.Ordinal);
        (await Loadgen.RunAsync("report", rows, "-o", _folder["r.html"], "--price-list", list, "--price-list", list)).RefusesUsage("report", "two lists are named");
    }
}
