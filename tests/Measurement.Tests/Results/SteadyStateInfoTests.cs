using System.Text.Json;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Results;

public class SteadyStateInfoTests
{
    [Fact]
    public async Task Ramp_window_and_drain_are_the_run()
    {
        // Due 2 ms before the send, which is the start of the measurement; over 101 ms after it.
        SteadyStateInfo steady = (await BuildAsync(ResultFixtures.SteadyPhase(8, 58, Given.Completed([10, 20, 100])))).SteadyState!;

        Assert.Equal((0.01, 0.05, 0.043), (steady.RampS, steady.LengthS, steady.DrainS));
        Assert.Equal((0.01, 0.06), (steady.StartS, steady.EndS));
        Assert.Equal((0, 0, 2.0), (steady.Requests, steady.RequestsEnded, steady.OutputTokens));
        Assert.Equal(new ThroughputInfo(0, 0, 40, 40, null), steady.Throughput);
        Assert.Equal((1, 10.0), (steady.Metrics["itl_ms"].Count, steady.Metrics["itl_ms"].Mean));
        Assert.Null(steady.Metrics["ttft_ms"].Mean);
    }

    [Fact]
    public void Throughput_is_of_what_ended_or_arrived_inside_over_its_length()
    {
        RunTotals totals = ResultFixtures.SteadyPhase(-1, 199, Given.Completed([50, 100]), Given.Completed([150, 190, 198]), Given.Completed([100, 300])).Totals;
        SteadyStateInfo steady = SteadyStateInfo.Of(totals, Given.IntendedNs, hasGoodput: true)!;

        Assert.Equal((3, 2, 6.0), (steady.Requests, steady.RequestsEnded, steady.OutputTokens));
        Assert.Equal(new ThroughputInfo(10, 100, 30, 130, 10), steady.Throughput);
    }

    [Fact]
    public async Task A_run_without_a_window_says_why()
    {
        var totals = new RunTotals([], SteadyWindow.UnderConcurrency(64));
        RequestTimeline t = Given.Completed([10]);
        totals.Add(t, t.Figures());
        ResultDocument document = await BuildAsync(new PhaseOutcome(Given.IntendedNs, ResultFixtures.StartedAt, 1, totals, false, null));

        Assert.Null(document.SteadyState);
        Assert.Equal("there were never 61 requests (95% of concurrency 64) under way while further ones were to start", document.SteadyStateAbsent);
    }

    [Fact]
    public async Task A_run_that_never_began_has_no_steady_state_either()
    {
        RunOutcome run = await ResultFixtures.RunAsync(null, ResultFixtures.Phase(Given.Failed(Outcome.Refused)));
        ResultDocument document = new ResultWriter(ResultFixtures.Options, ResultFixtures.About).Build(run);

        Assert.Equal((null, "nothing was measured"), (document.SteadyState, document.SteadyStateAbsent));
    }

    [Fact]
    public async Task Both_keys_are_written_whichever_is_null()
    {
        JsonElement with = Json(await BuildAsync(ResultFixtures.SteadyPhase(0, 5, Given.Completed([10]))));
        JsonElement without = Json(await BuildAsync(ResultFixtures.Phase(Given.Completed([10]))));

        Assert.Equal((JsonValueKind.Object, JsonValueKind.Null), (with.GetProperty("steady_state").ValueKind, with.GetProperty("steady_state_absent").ValueKind));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.String), (without.GetProperty("steady_state").ValueKind, without.GetProperty("steady_state_absent").ValueKind));
        Assert.Equal(with.GetProperty("metrics").EnumerateObject().Select(m => m.Name), with.GetProperty("steady_state").GetProperty("metrics").EnumerateObject().Select(m => m.Name));
    }

    private static async Task<ResultDocument> BuildAsync(PhaseOutcome phase) =>
        new ResultWriter(ResultFixtures.Options, ResultFixtures.About).Build(await ResultFixtures.RunAsync(phase));

    private static JsonElement Json(ResultDocument document) => JsonSerializer.SerializeToElement(document, ResultJson.Readable.ResultDocument);
}
