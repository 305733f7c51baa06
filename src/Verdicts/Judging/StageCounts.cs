using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Judging;

/// <summary>Counts the requests that a verdict does not rest on, by why.</summary>
internal sealed class StageCounts
{
    private int _unsent;
    private int _ramp;
    private int _drain;

    public int Warmup { get; set; }

    public int AfterCut { get; set; }

    public int AfterVerdict { get; set; }

    /// <summary>A request sent at this stage is left out, and is counted.</summary>
    public bool Leaves(RunStage stage)
    {
        switch (stage)
        {
            case RunStage.Unsent:
                _unsent++;
                return true;
            case RunStage.Ramp:
                _ramp++;
                return true;
            case RunStage.Drain:
                _drain++;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The requests outside steady state are judged after all.</summary>
    public void JudgeAll() => (_ramp, _drain, Warmup) = (0, 0, 0);

    public RequestCounts Info(int seen, int judged) => new(seen, judged, _unsent, _ramp, _drain, Warmup, AfterCut, AfterVerdict);
}
