using LoadGen.Histograms;
using LoadGen.Reporting.Tests.Support;
using LoadGen.Workloads.Datasets.Inspection;
using LoadGen.Workloads.Datasets.Synthesis;

namespace LoadGen.Reporting.Tests;

public class DatasetTableTests
{
    private static readonly SharedPrefixOptions s_options = new() { Groups = 4, Count = 100, PrefixTokens = 64, SuffixTokens = 36, OutputTokens = 20 };

    [Fact]
    public void Figures_stand_in_rows_with_where_they_come_from()
    {
        string text = Print();
        Assert.Equal(["100", "100.0", "100", "100", "100", "100", "100", "100"], Documents.Row(text, "input tokens (recorded)")[1..]);
        Assert.Equal(["100", "20.0", "20", "20", "20", "20", "20", "20"], Documents.Row(text, "output tokens (recorded)")[1..]);
        Assert.Contains("Format: shared-prefix (made up)\n100 conversations, 100 turns, 4 groups\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("estimate", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Gaps", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caches_hit_rates_are_said()
    {
        string text = Print(new InspectOptions { CacheTokens = [64, 1_000_000] });
        Assert.Contains("theoretical hit rate   61.44% of 10,000 prompt tokens, without bounds", text, StringComparison.Ordinal);
        Assert.Contains("blocks                 100, 4 of them different; 96.00% found", text, StringComparison.Ordinal);
        Assert.Contains("with 1,000,000 tokens, LRU: 61.44% of prompt tokens", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_are_as_wide_as_the_terminal_lets_them_and_plain_elsewhere()
    {
        var values = new HdrHistogram(1, 1000, 3);
        foreach (int value in (int[])[3, 3, 3, 3, 0, 8])
        {
            values.Record(value);
        }

        Assert.Equal(
            """
                  0  ###############                                               1  16.7%
                  1                                                                0   0.0%
               2..3  ############################################################  4  66.7%
               4..7                                                                0   0.0%
              8..15  ###############                                               1  16.7%

            """, Documents.Print(output => BarPlot.Write(output, values, null)));
        string[] narrow = Documents.Print(output => BarPlot.Write(output, values, 40)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("██", narrow[2], StringComparison.Ordinal);
        Assert.All(narrow, line => Assert.InRange(line.Length, 20, 40));
        Assert.Empty(Documents.Print(output => BarPlot.Write(output, new HdrHistogram(1, 1000, 3), 40)));
    }

    private static string Print(InspectOptions? options = null)
    {
        using var source = new SharedPrefixConversations(s_options);
        DatasetReport report = DatasetInspector.Inspect(source, options);
        return Documents.Print(output => DatasetTable.Write(report, output));
    }
}
