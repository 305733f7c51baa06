using System.Text.Json;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Calibration;

/// <summary>The calibration's limit is 6,000 tok/s at 125 streams.</summary>
public class CalibrationCitationTests
{
    private static readonly CalibrationFile s_file = new("/state/calibration.json", Levels.Calibration);

    [Fact]
    public void A_run_within_the_limit_on_the_same_machine_needs_no_note()
    {
        CalibrationCitation citation = s_file.Cite(Levels.Machine, 3000);
        Assert.Equal((s_file.Path, Levels.Calibration.Date, 6000.0, 125, false), (citation.File, citation.Date, citation.LimitTokensPerS, citation.LimitStreams, citation.LimitIsLowerBound));
        Assert.Equal((true, 0.5), (citation.MatchesHost, citation.UsedShare));
        Assert.Empty(citation.HostDifferences);
        Assert.Empty(citation.Notes());
    }

    [Fact]
    public void A_run_past_the_limit_is_told_so()
    {
        CalibrationCitation citation = s_file.Cite(Levels.Machine, 9000);
        Assert.Equal(1.5, citation.UsedShare);
        string note = Assert.Single(citation.Notes());
        Assert.Contains("150 % of the calibrated limit of 6,000 tok/s", note, StringComparison.Ordinal);
        var atLeast = new CalibrationFile("f", Levels.Calibration with { Limit = new CalibrationLimit(125, 6000, true) });
        Assert.Contains("limit of at least 6,000 tok/s", Assert.Single(atLeast.Cite(Levels.Machine, 9000).Notes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_difference_between_the_machines_is_named()
    {
        EnvironmentInfo other = Levels.Machine with { Hostname = "b", Kernel = "6.8", Architecture = "arm64", CpuModel = null, CpuCores = 2 };
        CalibrationCitation citation = s_file.Cite(other, 1);
        Assert.False(citation.MatchesHost);
        Assert.Equal(
            ["host host there, b here", "kernel 6.1 there, 6.8 here", "architecture x64 there, arm64 here", "CPU cpu there, unknown here", "4 cores there, 2 here"],
            citation.HostDifferences);
        Assert.Contains("another machine (host host there, b here; kernel", Assert.Single(citation.Notes()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_calibration_without_a_limit_says_so()
    {
        CalibrationCitation citation = new CalibrationFile("f", Levels.Calibration with { Limit = null }).Cite(Levels.Machine, 1);
        Assert.Equal((null, null, null), (citation.LimitTokensPerS, citation.LimitStreams, citation.UsedShare));
        Assert.Contains("found no load", Assert.Single(citation.Notes()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_json_holds_the_host_checks_and_the_citation()
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10, 20])));
        RunDescription about = ResultFixtures.About with { Calibration = s_file, HostChecks = [new HostFinding("accept_queue", HostSeverity.Warning, "few", "more")] };
        ResultDocument document = new ResultWriter(ResultFixtures.Options, about).Build(run);
        JsonElement json = JsonSerializer.SerializeToElement(document, ResultJson.Readable.ResultDocument);

        JsonElement check = Assert.Single(json.GetProperty("host_checks").EnumerateArray());
        Assert.Equal("""{"check":"accept_queue","severity":"warning","message":"few","fix":"more"}""", JsonSerializer.Serialize(check));
        JsonElement citation = json.GetProperty("calibration");
        Assert.Equal(
            ["file", "date", "limit_tokens_per_s", "limit_streams", "limit_is_lower_bound", "matches_host", "host_differences", "used_share"],
            citation.EnumerateObject().Select(p => p.Name));
        Assert.Equal(2 / document.DurationS / 6000, citation.GetProperty("used_share").GetDouble());
    }
}
