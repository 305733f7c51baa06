using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Verdicts.Tests.Documents;

public class StatedTests
{
    [Fact]
    public void A_document_states_the_load_and_what_its_objectives_hold_for()
    {
        Sla sla = SlaFileReader.Parse("""
            load: { rate: 10, isl: 1024, duration: 10m }
            objectives:
              - { metric: ttft, percentile: 99, max: 2s, context: 0-8192, turn: 2- }
              - { metric: ttft, percentile: 99, max: 2s, turn: 1 }
              - { metric: error_rate, max: 1% }
            """, "sla.yaml");

        VerdictDocument document = SlaJudge.Judge(sla, [], new RunFacts());

        Assert.Equal(new Dictionary<string, string> { ["rate"] = "10", ["isl"] = "1024", ["duration"] = "10m" }, document.Load);
        Assert.Equal([new BandInfo(0, 8192), null, null], document.Objectives.Select(objective => objective.Context));
        Assert.Equal([new BandInfo(2, null), new BandInfo(1, 1), null], document.Objectives.Select(objective => objective.Turns));
    }
}
