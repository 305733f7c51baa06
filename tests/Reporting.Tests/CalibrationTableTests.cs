using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Results;
using LoadGen.Reporting.Tests.Support;

namespace LoadGen.Reporting.Tests;

public class CalibrationTableTests
{
    private static readonly CalibrationLevel s_valid = new(1000, 50_000, 49_990, 312.4, 0.41, 88, LevelVerdict.Valid, []);
    private static readonly CalibrationLevel s_late = new(2000, 100_000, 99_000, null, 0.9, null, LevelVerdict.ServerBound, ["the server was late", "so was the client"]);

    [Fact]
    public void A_level_is_a_row_under_the_titles()
    {
        string[] lines = Documents.Print(output =>
        {
            CalibrationTable.WriteHeader(output);
            CalibrationTable.WriteRow(s_valid, output);
        }).Split('\n');
        Assert.Equal(lines[0].IndexOf("verdict", StringComparison.Ordinal), lines[1].IndexOf("valid", StringComparison.Ordinal));
        Assert.Equal(["1,000", "50,000", "49,990", "312", "41", "%", "88", "valid"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void What_is_not_known_is_a_dash_and_reasons_stand_under_the_row()
    {
        string[] lines = Documents.Print(output => CalibrationTable.WriteRow(s_late, output)).Split('\n');
        Assert.Equal(["2,000", "100,000", "99,000", "-", "90", "%", "-", "server-bound"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["the server was late", "so was the client"], lines[1..3].Select(line => line.Trim()));
    }

    [Theory]
    [InlineData(false, "Limit of this host: 49,990 tok/s, 1,000 streams × 50.00 tok/s\n")]
    [InlineData(true, "Limit of this host: at least 49,990 tok/s, 1,000 streams × 50.00 tok/s (the paced server gave out first)\n")]
    public void The_limit_says_when_it_is_only_a_lower_bound(bool isLowerBound, string text) =>
        Assert.Equal(text, Limit(new CalibrationLimit(1000, 49_990, isLowerBound), s_valid, s_late));

    [Fact]
    public void Without_a_failure_and_without_a_success_the_limit_says_so()
    {
        Assert.Contains("(no level was invalid)", Limit(new CalibrationLimit(1000, 49_990, true), s_valid), StringComparison.Ordinal);
        Assert.Equal("Limit of this host: none found, no level was valid\n", Limit(null, s_late));
    }

    [Fact]
    public void The_notes_of_a_citation_stand_under_the_result()
    {
        var citation = new CalibrationCitation("f", DateTimeOffset.UnixEpoch, 100, 2, false, true, [], 1.5);
        Assert.Contains("Note: the run received 150 % of the calibrated limit of 100 tok/s", Documents.Print(o => ResultTable.Write(Documents.Result with { Calibration = citation }, o)), StringComparison.Ordinal);
        Assert.DoesNotContain("calibrat", Documents.Print(o => ResultTable.Write(Documents.Result, o)), StringComparison.Ordinal);
    }

    private static string Limit(CalibrationLimit? limit, params CalibrationLevel[] levels) => Documents.Print(output => CalibrationTable.WriteLimit(
        new CalibrationDocument
        {
            Schema = CalibrationDocument.SchemaName,
            SchemaVersion = CalibrationDocument.CurrentVersion,
            Tool = new ToolInfo("loadgen", "0.1.0", "abc", ".NET"),
            Date = DateTimeOffset.UnixEpoch,
            Host = new CalibrationHost("host", "6.1", "x64", null, 2, [0], [1]),
            Transport = "sockets",
            Clock = "user",
            Loops = 1,
            ItlMs = 20,
            LevelDurationS = 5,
            Levels = levels,
            Limit = limit,
        },
        output));
}
