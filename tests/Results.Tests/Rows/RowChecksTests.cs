using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Rows;

public class RowChecksTests
{
    private static readonly PointIdentity s_engine = new()
    {
        Hardware = "h200", Framework = "vllm", Model = "m", Precision = "fp8", Decode = new WorkerShape { Tp = 8, Gpus = 8 },
    };

    private static readonly PointIdentity s_pair = s_engine with { Disaggregated = true, Prefill = new WorkerShape { Tp = 4, Gpus = 4 } };

    [Theory]
    [InlineData("median_tpot 0.01 median_intvty 101", "median_intvty is 101, but 1 / median_tpot is 100")]
    [InlineData("tput_per_gpu 100 input_tput_per_gpu 50 output_tput_per_gpu 40", "tput_per_gpu is 100, but input_tput_per_gpu + output_tput_per_gpu is 90")]
    [InlineData("tput_per_gpu 0", "tput_per_gpu is 0: nothing that was measured can be")]
    [InlineData("median_ttft -1", "median_ttft is -1: nothing that was measured can be")]
    [InlineData("median_e2el 3 p99_e2el 2", "p99_e2el is 2, below median_e2el, which is 3")]
    public void What_breaks_an_identity_is_named_with_its_numbers(string figures, string flag) =>
        Assert.Equal([flag], RowChecks.Of(Figures(figures), s_engine));

    [Theory]
    [InlineData("")]
    [InlineData("median_tpot 0.01 median_intvty 100 p90_tpot 0.02 p90_intvty 50")]
    [InlineData("std_tpot 0.5 std_intvty 77")]
    [InlineData("tput_per_gpu 100 input_tput_per_gpu 60 output_tput_per_gpu 40")]
    [InlineData("tput_per_gpu 100")]
    [InlineData("median_itl 0 p99_itl 0")]
    public void What_stands_is_not_flagged(string figures) => Assert.Empty(RowChecks.Of(Figures(figures), s_engine));

    // 4 prefill GPUs take 300 each, 8 decode GPUs make 150 each: 2,400 tok/s over 12.
    [Fact]
    public void A_pair_is_weighed_by_its_pools()
    {
        Assert.Empty(RowChecks.Of(Figures("tput_per_gpu 200 input_tput_per_gpu 300 output_tput_per_gpu 150"), s_pair));
        Assert.Single(RowChecks.Of(Figures("tput_per_gpu 450 input_tput_per_gpu 300 output_tput_per_gpu 150"), s_pair));
    }

    [Fact]
    public void A_pair_without_GPUs_is_flagged_and_not_divided_by() =>
        Assert.Single(RowChecks.Of(
            Figures("tput_per_gpu 200 input_tput_per_gpu 300 output_tput_per_gpu 150"),
            s_pair with { Prefill = new WorkerShape { Gpus = 0 }, Decode = new WorkerShape { Gpus = 0 } }));

    [Fact]
    public void A_client_s_rates_are_its_counts_over_its_time()
    {
        const string Right = """{"completed":10,"duration":5,"total_input_tokens":100,"total_output_tokens":50,"request_throughput":2,"output_throughput":10,"total_token_throughput":30}""";
        Assert.Empty(RowChecks.OfRaw(TestData.Json(Right)));
        Assert.Equal(
            ["total_token_throughput is 31, but (total_input_tokens + total_output_tokens) / duration is 30"],
            RowChecks.OfRaw(TestData.Json(Right.Replace(":30", ":31", StringComparison.Ordinal))));
    }

    private static Dictionary<string, double> Figures(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Chunk(2).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
