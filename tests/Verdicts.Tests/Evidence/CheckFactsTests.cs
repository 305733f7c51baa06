using System.Text.Json;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Evidence;

public class CheckFactsTests
{
    private const string Valid = """{"status":"complete","status_reasons":[],"simulated":false,"configuration":{"allow_invalid":false},"steady_state":{"start_s":0.5,"end_s":9.5},"validity":{"valid":true,"reasons":[]}}""";
    private const string Invalid = """{"status":"partial","status_reasons":["interrupted"],"simulated":true,"configuration":{"allow_invalid":false},"steady_state":null,"validity":{"valid":false,"reasons":["too busy"]}}""";

    private static readonly Sla s_sla = SlaFileReader.Parse(
        """
        load: { concurrency: 1, requests: 10 }
        objectives:
          - { metric: accuracy, evaluation: gsm8k, dataset: a.jsonl, min: 90% }
          - { metric: accuracy, evaluation: math-500, min: 50% }
        """,
        "facts.yaml");

    [Fact]
    public void A_valid_run_has_its_steady_state_and_nothing_to_say()
    {
        RunFacts facts = Of(Valid);
        Assert.Equal((0.5, 9.5), (facts.SteadyStartS, facts.SteadyEndS));
        Assert.Empty(facts.InvalidReasons);
        Assert.Empty(facts.Notes);
        Assert.Empty(facts.Accuracies);
    }

    [Fact]
    public void What_makes_a_run_invalid_or_partial_is_said()
    {
        RunFacts facts = Of(Invalid);
        Assert.Equal((null, null), (facts.SteadyStartS, facts.SteadyEndS));
        Assert.Equal(["too busy"], facts.InvalidReasons);
        Assert.Equal(["the run is partial: interrupted", "the endpoint says that it is simulated"], facts.Notes);
    }

    [Fact]
    public void An_invalid_run_that_is_taken_all_the_same_says_so()
    {
        RunFacts facts = Of(Invalid.Replace("\"allow_invalid\":false", "\"allow_invalid\":true", StringComparison.Ordinal));
        Assert.Empty(facts.InvalidReasons);
        Assert.Equal("the measurement is invalid, which --allow-invalid takes all the same: too busy", facts.Notes[0]);
    }

    [Fact]
    public void Requests_that_pile_up_are_a_note()
    {
        var facts = CheckFacts.Of(Json(Valid), s_sla, Queued.Queue(150, 0.010, 2000, 1), []);
        Assert.Contains("requests piled up", Assert.Single(facts.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_evaluation_is_asked_for_once_and_read_in_the_slas_order()
    {
        Assert.Equal([("gsm8k", "a.jsonl"), ("math-500", null)], CheckFacts.Evaluations(s_sla with { Objectives = [.. s_sla.Objectives, s_sla.Objectives[0]] }));
        var facts = CheckFacts.Of(Json(Valid), s_sla, [], [null, Json("""{"accuracy":{"right":3,"asked":4}}""")]);
        Assert.Equal([new AccuracyFact("math-500", null, 3, 4)], facts.Accuracies);
    }

    [Fact]
    public void A_document_that_lacks_something_is_refused()
    {
        Assert.Contains("result.json", Assert.Throws<VerdictException>(() => Of("{}")).Message, StringComparison.Ordinal);
        Assert.Throws<VerdictException>(() => CheckFacts.Of(Json(Valid), s_sla, [], [Json("""{"accuracy":{}}""")]));
    }

    private static RunFacts Of(string result) => CheckFacts.Of(Json(result), s_sla, [], []);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
