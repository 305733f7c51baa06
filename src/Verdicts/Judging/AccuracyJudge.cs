using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Judging;

/// <summary>Judges what an evaluation found: each question is right or wrong, which makes it a share like others.</summary>
internal static class AccuracyJudge
{
    public static ObjectiveVerdict Judge(Objective objective, RunFacts facts, LookBudget budget)
    {
        AccuracyFact? fact = facts.Accuracies.FirstOrDefault(fact => fact.Evaluation == objective.Evaluation && fact.Dataset == objective.Dataset);
        Tally tally = fact is null
            ? new Tally(0, 0, "questions")
            : new Tally(fact.Asked, fact.Asked - fact.Right, "questions") { Seen = fact.Asked == 0 ? null : (double)fact.Right / fact.Asked };
        return ShareJudge.Judge(objective, tally, budget);
    }
}
