using System.Text.Json;
using LoadGen.Measurement.Metrics;

namespace LoadGen.Measurement.Tests.Metrics;

/// <summary>Against numpy's own figures; Fixtures/statistics.py writes them.</summary>
public class ExactStatisticsTests
{
    public static TheoryData<string> Cases => [.. Read().Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_computes_what_numpy_computes(string name)
    {
        JsonElement expected = Read()[name];
        var statistics = new ExactStatistics([.. expected.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())]);

        AssertClose(expected.GetProperty("mean").GetDouble(), statistics.Mean);
        AssertClose(expected.GetProperty("std").GetDouble(), statistics.Std);
        foreach (JsonElement pair in expected.GetProperty("percentiles").EnumerateArray())
        {
            AssertClose(pair[1].GetDouble(), statistics.Percentile(pair[0].GetDouble()));
        }
    }

    [Fact]
    public void Of_nothing_every_figure_is_zero()
    {
        var statistics = new ExactStatistics([]);

        Assert.Equal((0, 0, 0, 0), (statistics.Mean, statistics.Std, statistics.Percentile(50), statistics.Percentile(100)));
    }

    private static Dictionary<string, JsonElement> Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "statistics.json"));
        return JsonDocument.Parse(file).RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
    }

    // The order of additions differs; nothing else does.
    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) * 1e-12);
}
