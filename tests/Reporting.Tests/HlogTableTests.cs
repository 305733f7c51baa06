using LoadGen.Histograms;
using LoadGen.Reporting.Tests.Support;

namespace LoadGen.Reporting.Tests;

public class HlogTableTests
{
    [Fact]
    public void The_totals_stand_in_one_row()
    {
        var totals = new HistogramLogTotals(62, 48_761, 1, 1234.56, 2, 3, 4, 1_745_879_039, 1_796_210_687, 1441812279.474, null);

        Assert.Equal(
            ["62", "48,761", "1", "1,234.6", "2", "3", "4", "1,745,879,039", "1,796,210,687", "1441812279.474"],
            Documents.Row(Print(totals), "62"));
        Assert.Equal(
            ["intervals", "count", "min", "mean", "p50", "p90", "p99", "p99.9", "max", "start time"], Documents.Row(Print(totals), "intervals"));
    }

    [Fact]
    public void Logs_without_a_start_time_have_a_dash() =>
        Assert.Equal("-", Documents.Row(Print(new HistogramLogTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, null, null)), "0")[^1]);

    private static string Print(HistogramLogTotals totals) => Documents.Print(output => HlogTable.Write(totals, output));
}
