using System.Text.Json;
using LoadGen.Results.Rows;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Rows;

public class RowDocumentTests
{
    private static readonly ResultRow s_row = new()
    {
        Id = "r1", Identity = Runs.Identity with { Image = "a,\"b\"", Router = "=SUM(A1)" }, Source = RowSource.Run, MeasuredAt = DateTimeOffset.UnixEpoch,
        Metrics = new Dictionary<string, double> { ["tput_per_gpu"] = 12.5, ["p99.9_itl"] = -1e-3 }, Flags = ["odd"],
    };

    [Fact]
    public void Csv_has_a_column_for_each_figure_and_quotes_what_it_must()
    {
        string[] lines = Lines(s_row, s_row with { Id = "r2", Metrics = new Dictionary<string, double>() });
        Assert.EndsWith("flags,p99.9_itl,tput_per_gpu", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("r1,run,1970-01-01T00:00:00Z,h200,sglang,dsr1,fp8,none,false,false,8,8,1,1,false,1,,,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",'=SUM(A1),\"a,\"\"b\"\"\",", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",odd,-0.001,12.5", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",odd,,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_row_in_snake_case()
    {
        JsonElement row = TestData.Json(RowDocument.Json([s_row]))[0];
        Assert.Equal("run", row.GetProperty("source").GetString());
        Assert.Equal(16, row.GetProperty("identity").GetProperty("concurrency").GetInt32());
        Assert.Equal(12.5, row.GetProperty("metrics").GetProperty("tput_per_gpu").GetDouble());
        Assert.False(row.GetProperty("is_sound").GetBoolean());
    }

    [Theory]
    [InlineData("tput_per_gpu", true, "tok/s/GPU")]
    [InlineData("p90_intvty", true, "tok/s/user")]
    [InlineData("output_throughput", true, "tok/s")]
    [InlineData("p99.9_ttft", false, "s")]
    [InlineData("joules_per_output_token", false, "J/token")]
    [InlineData("joules_per_successful_query", false, "J/request")]
    [InlineData("avg_power_w", false, "W")]
    public void A_figure_s_direction_and_unit_follow_from_its_name(string key, bool isMoreBetter, string unit) =>
        Assert.Equal((isMoreBetter, unit), (RowMetrics.IsMoreBetter(key), RowMetrics.Unit(key)));

    private static string[] Lines(params ResultRow[] rows)
    {
        using var csv = new StringWriter { NewLine = "\n" };
        RowDocument.WriteCsv(rows, csv);
        return csv.ToString().TrimEnd('\n').Split('\n');
    }
}
