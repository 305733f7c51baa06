using LoadGen.Measurement.Results;
using LoadGen.Reporting.Tests.Support;

namespace LoadGen.Reporting.Tests;

public class SweepTableTests
{
    [Fact]
    public void Each_run_has_its_row_in_the_order_given()
    {
        ResultDocument faster = Documents.Result with
        {
            Throughput = Documents.Result.Throughput with { OutputTokensPerS = 64_000 },
            Validity = Documents.Result.Validity with { Valid = false },
        };
        string table = Documents.Print(output => SweepTable.Write([(4, Documents.Result), (1024, faster)], output));

        Assert.Equal(
            [
                "concurrency", "requests", "failed", "req/s", "output tok/s", "tok/s/user", "TTFT p50 ms", "TTFT p99 ms",
                "ITL p50 ms", "ITL p99 ms", "TPOT p50 ms", "E2E p50 ms", "valid",
            ],
            Documents.Row(table, "concurrency"));
        Assert.Equal(
            ["4", "1,998", "2", "160.3", "32,000", "7,006", "6.00", "9.00", "2,006", "2,009", "4,006", "5,006", "yes"], Documents.Row(table, "4"));
        Assert.Equal(("64,000", "NO"), (Documents.Row(table, "1,024")[4], Documents.Row(table, "1,024")[^1]));
        Assert.True(table.IndexOf("│ 4 ", StringComparison.Ordinal) < table.IndexOf("│ 1,024 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_median_gap_of_zero_is_explained()
    {
        string table = Documents.Print(output => SweepTable.Write([(4, Documents.Result), (8, Documents.Coalesced(9, 0.9, 2, itlP50: 0)), (16, Documents.Coalesced(9, 0.9, 2, 0))], output));

        Assert.Contains("Note: ITL p50 reads 0.00 at concurrency 8, 16 because chunks came together there", table, StringComparison.Ordinal);
        Assert.DoesNotContain("Note:", Documents.Print(output => SweepTable.Write([(4, Documents.Result)], output)), StringComparison.Ordinal);
    }
}
