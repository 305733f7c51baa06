using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Reporting.Tests.Support;

namespace LoadGen.Reporting.Tests;

public class ResultTableTests
{
    [Fact]
    public void Each_latency_has_its_row_with_its_figures_in_their_columns()
    {
        string table = Print(Documents.Result);

        Assert.Equal(["ms", "mean", "std", "min", "p50", "p90", "p95", "p99", "p99.9", "max"], Documents.Row(table, "ms"));
        Assert.Equal(["TTFT", "1.00", "2.00", "3.00", "6.00", "7.00", "8.00", "9.00", "10.00", "11.00"], Documents.Row(table, "TTFT"));
        Assert.Equal(["ITL", "2,001", "2,002", "2,003", "2,006", "2,007", "2,008", "2,009", "2,010", "2,011"], Documents.Row(table, "ITL"));
        Assert.Equal("3,001", Documents.Row(table, "ITL per token")[1]);
        Assert.Equal("4,001", Documents.Row(table, "TPOT")[1]);
        Assert.Equal("5,001", Documents.Row(table, "E2E")[1]);
    }

    [Fact]
    public void The_summary_says_what_was_measured_and_how_much_came_of_it()
    {
        string table = Print(Documents.Result);

        Assert.StartsWith("some/model at http://127.0.0.1:8000/, chat; random prompts, ISL 16; 4 streams\n", table, StringComparison.Ordinal);
        Assert.Contains(
            "1,998 of 2,000 requests completed in 12.50 s: 160.3 req/s, input 2,561 tok/s, output 32,000 tok/s, total 34,561 tok/s\n",
            table,
            StringComparison.Ordinal);
        Assert.Contains(
            "Interactivity, tok/s/user: median 7,006, mean 7,001, slowest 10% below 7,005, slowest 1% below 7,004\n", table, StringComparison.Ordinal);
        Assert.Contains(
            "Tokens: 32,000 in, 400,000 out in 399,000 chunks; client: 2.50 µs CPU a chunk, 100 MB resident\n", table, StringComparison.Ordinal);
        Assert.Contains("2 × truncated: the stream ended without [DONE]\n", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_of_prompts_are_exact_or_how_far_off_is_said()
    {
        var exact = new DisagreementInfo(2_000, 0, 0, 0);
        var truth = new InputTruthInfo(12, exact, new DisagreementInfo(1_998, 3, -999, 333), null);
        ResultDocument document = Documents.Result with { InputTruth = truth, Tokens = Documents.Result.Tokens with { InputMismatches = 3 } };
        string table = Print(document);
        Assert.Contains(
            "Prompt lengths by the tokenizer, the chat template's 12 tokens included: exact in all 2,000 requests; by the server: exact in 1,995 of 1,998 requests (length − asked for: mean -0.50, most 333 either way)\n",
            table, StringComparison.Ordinal);
        Assert.DoesNotContain("the server counts other prompt lengths", table, StringComparison.Ordinal);

        string silent = Print(Documents.Result with { InputTruth = new InputTruthInfo(null, exact, null, null) });
        Assert.Contains("Prompt lengths by the tokenizer: exact in all 2,000 requests; by the server: not stated\n", silent, StringComparison.Ordinal);
        Assert.DoesNotContain("Prompt lengths", Print(Documents.Result with { InputTruth = new InputTruthInfo(null, null, null, exact) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("closed_loop", false)]
    [InlineData("open_loop", true)]
    [InlineData("trace", true)]
    public void Under_a_schedule_the_latencies_from_the_intended_start_are_shown_too(string mode, bool shown)
    {
        string table = Print(Documents.Result with { Schedule = new ScheduleInfo(mode, "x", null) });

        Assert.All(["TTFT (intended)", "E2E (intended)", "Send lateness"], title =>
            Assert.Equal(shown, table.Contains(title, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_delivery_delay_is_shown_where_it_was_measured()
    {
        var without = new Dictionary<string, MetricSummary>(Documents.Result.Metrics) { [MetricRegistry.DeliveryDelay.Name] = new() };

        Assert.Contains("Delivery delay", Print(Documents.Result), StringComparison.Ordinal);
        Assert.DoesNotContain("Delivery delay", Print(Documents.Result with { Metrics = without }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulated_engine_is_called_one()
    {
        Assert.Contains("(simulated engine)", Print(Documents.Result with { Simulated = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("simulated", Print(Documents.Result), StringComparison.Ordinal);
    }

    [Fact]
    public void Goodput_is_shown_where_it_was_asked_for()
    {
        Assert.DoesNotContain("goodput", Print(Documents.Result), StringComparison.Ordinal);
        string table = Print(Documents.Result with { Throughput = Documents.Result.Throughput with { GoodputRequestsPerS = 99.5 } });
        Assert.Contains(", goodput 99.50 req/s\n", table, StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_figures_doubtful_is_noted()
    {
        Assert.DoesNotContain("Note:", Print(Documents.Result), StringComparison.Ordinal);
        string table = Print(Documents.Result with
        {
            Tokens = Documents.Result.Tokens with { RequestsWithUsage = 1000, InputMismatches = 7, OutputMismatches = 1234 },
        });

        Assert.Contains("998 completed requests came without usage", table, StringComparison.Ordinal);
        Assert.Contains("(words) in 7 requests: 32,000 against 31,000 tokens", table, StringComparison.Ordinal);
        Assert.Contains("in 1,234 requests", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_that_came_together_are_noted_with_their_share()
    {
        string table = Print(Documents.Coalesced(10_000, 0.123, 5, itlP50: 19.5));

        Assert.Contains("Note: 10,000 chunks (12.3 % of the gaps) came in one read with the chunk before, up to 5 in a read", table, StringComparison.Ordinal);
        Assert.DoesNotContain("reads 0.00", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(250_000, 0.75, 0.0, "because most chunks came together with the one before; the pace is in ITL per token (p50 3,006 ms)")]
    [InlineData(10, 0.0001, 0.0049, "because half the chunks came within 5 µs of the one before")]
    [InlineData(0, 0.0, 0.002, "because half the chunks came within 5 µs of the one before")]
    public void An_ITL_median_of_zero_is_never_left_unexplained(long coalesced, double share, double itlP50, string reason)
    {
        string table = Print(Documents.Coalesced(coalesced, share, 8, itlP50));

        Assert.Equal("0.00", Documents.Row(table, "ITL")[4]);
        Assert.Contains("Note: ITL p50 reads 0.00 " + reason, table, StringComparison.Ordinal);
    }

    [Fact]
    public void The_steady_state_has_rows_of_its_own_and_its_throughput()
    {
        string table = Print(Documents.Steady(lengthS: 10));

        Assert.Equal(["TTFT, steady", "501.0", "502.0", "503.0", "506.0", "507.0", "508.0", "509.0", "510.0", "511.0"], Documents.Row(table, "TTFT, steady"));
        Assert.Equal("2,501", Documents.Row(table, "ITL, steady")[1]);
        Assert.Equal("3,501", Documents.Row(table, "ITL per token, steady")[1]);
        Assert.Equal("4,501", Documents.Row(table, "TPOT, steady")[1]);
        Assert.Equal("5,501", Documents.Row(table, "E2E, steady")[1]);
        Assert.Equal("1.00", Documents.Row(table, "TTFT")[1]);
        Assert.Contains(
            "Steady state, 10.00 s after 1.50 s of ramp and before 1.00 s of drain: 140.5 req/s, input 2,240 tok/s, output 28,000 tok/s, total 30,240 tok/s\n",
            table,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12.3, true)]
    [InlineData(12.4, false)]
    public void A_steady_state_that_is_the_run_but_for_a_trifle_is_not_printed_twice(double lengthS, bool shown) =>
        Assert.Equal(shown, Print(Documents.Steady(lengthS)).Contains("teady", StringComparison.Ordinal));

    [Fact]
    public void A_run_without_a_steady_state_says_why()
    {
        Assert.DoesNotContain("teady", Print(Documents.Result), StringComparison.Ordinal);
        ResultDocument without = Documents.Result with { SteadyStateAbsent = "too few requests" };
        Assert.Contains("No steady state: too few requests.\n", Print(without), StringComparison.Ordinal);
        Assert.DoesNotContain("teady", Print(without with { Status = "failed" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_median_of_zero_in_the_steady_rows_alone_is_explained_too()
    {
        Assert.Contains("Note: ITL p50 reads 0.00 ", Print(Documents.Steady(10, itlP50: 0)), StringComparison.Ordinal);
        Assert.DoesNotContain("reads 0.00", Print(Documents.Steady(12.4, itlP50: 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Goodput_is_shown_for_the_steady_state_where_it_was_asked_for()
    {
        ResultDocument steady = Documents.Steady(10);
        string table = Print(steady with { SteadyState = steady.SteadyState! with { Throughput = steady.SteadyState.Throughput with { GoodputRequestsPerS = 77 } } });
        Assert.Contains("total 30,240 tok/s, goodput 77.00 req/s\n", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partial_run_says_why()
    {
        string table = Print(Documents.Result with { Status = "partial", StatusReasons = ["interrupted", "the target went away"] });
        Assert.Contains("\npartial: interrupted\npartial: the target went away\n", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_failures_has_dashes_for_figures()
    {
        string table = Print(Documents.Result with
        {
            Metrics = MetricRegistry.All.ToDictionary(m => m.Name, _ => new MetricSummary()),
            Client = Documents.Result.Client with { CpuPerChunkUs = null },
        });

        Assert.Equal(["TTFT", "-", "-", "-", "-", "-", "-", "-", "-", "-"], Documents.Row(table, "TTFT"));
        Assert.Contains("median -, mean -", table, StringComparison.Ordinal);
        Assert.Contains("client: - µs CPU a chunk", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_server_says_is_printed_as_it_is_and_without_colours()
    {
        string table = Print(Documents.Result with { Errors = [new ErrorInfo("status_4xx", "HTTP 400: [bold]x[/] {0}", 1)] });

        Assert.Contains("1 × status_4xx: HTTP 400: [bold]x[/] {0}\n", table, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', table);
    }

    private static string Print(ResultDocument document) => Documents.Print(output => ResultTable.Write(document, output));
}
