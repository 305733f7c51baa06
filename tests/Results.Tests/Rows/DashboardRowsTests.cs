using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Rows;

/// <summary>145 rows of DeepSeek R1 on nine SKUs, as they were served.</summary>
public class DashboardRowsTests
{
    private static readonly RowReading s_reading = InferenceXRows.Read(TestData.Path("dsr1_rows.json"));

    [Fact]
    public void All_of_them_are_read()
    {
        Assert.Equal(145, s_reading.Rows.Count);
        Assert.Empty(s_reading.Problems);
        Assert.Equal(145, s_reading.Rows.Select(row => row.Id).Distinct().Count());
        Assert.Equal(
            ["b200", "b300", "gb200", "gb300", "h100", "h200", "mi300x", "mi325x", "mi355x"],
            s_reading.Rows.Select(row => row.Identity.Hardware).Distinct().Order());
        Assert.Equal(79, s_reading.Rows.Count(row => row.Identity.Disaggregated));
        Assert.Equal(53, s_reading.Rows.Count(row => row.Identity.SpecDecoding == "mtp"));
        Assert.All(s_reading.Rows, row => Assert.Equal(RowSource.InferenceX, row.Source));
    }

    [Fact]
    public void Interactivity_is_one_over_TPOT_at_each_of_its_figures()
    {
        var pairs = (from row in s_reading.Rows
                     from kind in (string[])["mean", "median", "p90", "p99", "p99.9"]
                     where row.Metrics.ContainsKey($"{kind}_tpot")
                     select (Interactivity: row.Metrics[$"{kind}_intvty"], Tpot: row.Metrics[$"{kind}_tpot"])).ToArray();
        Assert.Equal((3 * 145) + (2 * 49), pairs.Length);
        Assert.All(pairs, pair => Assert.Equal(1, pair.Interactivity * pair.Tpot, 9));
    }

    [Fact]
    public void On_one_pool_input_and_output_add_up_to_the_total()
    {
        ResultRow[] rows = [.. s_reading.Rows.Where(row => !row.Identity.Disaggregated && row.Metrics.ContainsKey("input_tput_per_gpu"))];
        Assert.Equal(65, rows.Length);
        Assert.All(rows, row => Assert.Equal(1, (row.Metrics["input_tput_per_gpu"] + row.Metrics["output_tput_per_gpu"]) / row.Metrics["tput_per_gpu"], 9));
    }

    // Two of GB200's first rows say P = D for pools that were not equal.
    [Fact]
    public void Of_a_pair_the_roles_add_up_by_their_GPUs_but_for_two_legacy_rows_which_are_flagged()
    {
        ResultRow[] flagged = [.. s_reading.Rows.Where(row => row.Flags.Count > 0)];
        Assert.Equal(2, flagged.Length);
        Assert.All(flagged, row => Assert.Equal(("gb200", true), (row.Identity.Hardware, row.Identity.Disaggregated)));
        Assert.Equal([36, 20], flagged.Select(row => row.Identity.Prefill!.Gpus));
        Assert.Equal("tput_per_gpu is 32.6674, but (input × 36 prefill GPUs + output × 36 decode GPUs) / 72 is 82.4388", Assert.Single(flagged[0].Flags));
        Assert.All(s_reading.Rows.Where(row => row.Identity.Disaggregated && row.Flags.Count == 0), row => Assert.Equal(
            row.Metrics["tput_per_gpu"],
            ((row.Metrics["input_tput_per_gpu"] * row.Identity.Prefill!.Gpus) + (row.Metrics["output_tput_per_gpu"] * row.Identity.Decode.Gpus)) / row.Identity.Gpus,
            1e-6 * row.Metrics["tput_per_gpu"]));
    }

    [Fact]
    public void GPUs_that_were_counted_as_tp_times_ep_are_counted_as_tp_and_said()
    {
        ResultRow[] noted = [.. s_reading.Rows.Where(row => row.Notes.Any(note => note.Contains("tp × ep")))];
        Assert.Equal(19, noted.Length);
        Assert.All(noted, row => Assert.Equal(row.Identity.Decode.Tp, row.Identity.Gpus));
        Assert.All(noted, row => Assert.Empty(row.Flags));
        Assert.Contains("num_decode_gpu says 64, tp × ep: the engine's GPUs are its tp, 8", noted.SelectMany(row => row.Notes));
    }

    [Fact]
    public void The_std_of_the_interactivity_is_no_figure_and_left_out() =>
        Assert.DoesNotContain(s_reading.Rows, row => row.Metrics.ContainsKey("std_intvty"));

    // 1 / (90th percentile of TPOT): nine of ten users got more.
    [Fact]
    public void The_90th_percentile_of_interactivity_is_the_tenth_from_below_and_keeps_its_name() =>
        Assert.All(s_reading.Rows.Where(row => row.Metrics.ContainsKey("p90_intvty")), row => Assert.True(row.Metrics["p90_intvty"] <= row.Metrics["median_intvty"]));

    [Fact]
    public void Where_and_when_they_were_measured_is_kept()
    {
        ResultRow first = s_reading.Rows[0];
        Assert.Equal(new DateTimeOffset(2026, 6, 11, 0, 0, 0, TimeSpan.Zero), first.MeasuredAt);
        Assert.EndsWith("/actions/runs/27213443242/attempts/1", first.Url, StringComparison.Ordinal);
        Assert.Equal("mi355x sglang dsr1 fp4 tp4 1024/1024 c4", PointLabel.Of(first.Identity));
        Assert.Equal(3.161212, first.Metrics["joules_per_total_token"]);
    }

    [Fact]
    public void Reading_again_gives_the_same_ids()
    {
        RowReading again = InferenceXRows.Read(TestData.Path("dsr1_rows.json"));
        Assert.Equal(s_reading.Rows.Select(row => row.Id), again.Rows.Select(row => row.Id));
    }

    [Fact]
    public void A_row_that_stands_twice_counts_once()
    {
        using JsonDocument two = JsonDocument.Parse("""
            [{"hardware":"h200","framework":"vllm","model":"m","precision":"fp8","metrics":{"tput_per_gpu":1}},
             {"hardware":"h200","framework":"vllm","model":"m","precision":"fp8","metrics":{"tput_per_gpu":1}}]
            """);
        RowReading reading = InferenceXRows.Parse(two.RootElement, "two.json", default);
        Assert.Single(reading.Rows);
        Assert.Equal(["two.json[1]: stands there twice, left out"], reading.Problems);
    }
}
