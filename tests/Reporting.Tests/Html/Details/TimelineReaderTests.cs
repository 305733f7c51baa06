using LoadGen.Reporting.Html.Details;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Tests.Html.Support;

namespace LoadGen.Reporting.Tests.Html.Details;

public class TimelineReaderTests
{
    private const string Done = """{"index":0,"outcome":"completed","send_s":0,"end_s":20,"ttft_ms":10000,"output_tokens":100,"error":null,"nested":{"a":[1]}}""";
    private const string Failed = """{"index":1,"outcome":"timed_out","send_s":10,"end_s":29,"output_tokens":0}""";

    [Fact]
    public void Requests_tokens_and_errors_come_from_the_records()
    {
        using var folder = new RunFolderFor();
        folder.Result(30).Records(Done, Failed);

        ReportTimeline timeline = TimelineReader.Read(folder.Path).Timeline!;

        Assert.Equal(0.1, timeline.StepS);
        Assert.Equal(300, timeline.Concurrency.Count);
        Assert.Equal(1, timeline.Concurrency[50]);
        Assert.Equal(2, timeline.Concurrency[150]);
        Assert.Equal(0, timeline.Concurrency[295]);
        Assert.Equal(0, timeline.TokensPerS[50]);
        Assert.Equal(10, timeline.TokensPerS[150], 1e-6);
        Assert.Equal(1, timeline.Errors.Sum());
        Assert.Equal(1, timeline.Errors[290]);
        Assert.Null(timeline.PowerW);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"yesterday\"")]
    public void A_start_that_is_no_instant_costs_the_timeline_and_nothing_else(string startedAt)
    {
        using var folder = new RunFolderFor();
        folder.Records(Done).Write("result.json", $$"""{"schema":"loadgen.result","started_at":{{startedAt}},"duration_s":30}""");
        Assert.Equal((null, "result.json states no start and no duration"), TimelineReader.Read(folder.Path));
    }

    [Theory]
    [InlineData(0.5, 0.1)]
    [InlineData(30, 0.1)]
    [InlineData(31, 0.2)]
    [InlineData(300, 1)]
    [InlineData(301, 2)]
    [InlineData(3600, 20)]
    [InlineData(86_400, 500)]
    public void A_span_is_a_round_number_and_there_are_300_at_most(double durationS, double stepS)
    {
        Assert.Equal(stepS, TimelineReader.Step(durationS));
        Assert.InRange(durationS / stepS, 0, TimelineReader.SpansMax);
    }

    [Fact]
    public void Power_is_that_of_all_GPUs_and_is_missing_where_one_of_them_is()
    {
        using var folder = new RunFolderFor();
        folder.Result(600).Records(Done).Power(
            [.. Enumerable.Range(0, 600).Select(s => ((double)s, 0, 500.0)), .. Enumerable.Range(0, 300).Select(s => ((double)s, 1, 300.0))]);

        IReadOnlyList<double?> power = TimelineReader.Read(folder.Path).Timeline!.PowerW!;

        Assert.Equal(800, power[10]);
        Assert.Null(power[250]);
    }

    [Fact]
    public void Power_between_two_readings_lies_on_the_line_between_them()
    {
        using var folder = new RunFolderFor();
        folder.Result(4).Records(Done).Power((0.01, 0, 100), (1.01, 0, 200), (2.01, 0, 300));

        IReadOnlyList<double?> power = TimelineReader.Read(folder.Path).Timeline!.PowerW!;

        Assert.Equal(100, power[0]);
        Assert.Equal(154, power[5]!.Value, 0.5);
        Assert.Null(power[39]);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        using var folder = new RunFolderFor();
        Assert.Contains("no records.jsonl", TimelineReader.Read(folder.Path).Absent, StringComparison.Ordinal);
        folder.Records(Done).Write("result.json", "{}");
        Assert.Contains("no start", TimelineReader.Read(folder.Path).Absent, StringComparison.Ordinal);
        folder.Result(10).Records(Done, "{\"send_s\":1");
        Assert.Contains("records.jsonl:2", TimelineReader.Read(folder.Path).Absent, StringComparison.Ordinal);
    }
}
