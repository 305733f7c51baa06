using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Judging;

/// <summary>
/// Takes the looks: at which requests, with what budget, and what all objectives together say. The whole passes where every objective
/// passes at the same look, so that each may spend the whole budget of a false pass (intersection-union test). It fails where any
/// fails: they share the budget of a false fail (Bonferroni).
/// </summary>
internal sealed class LookSchedule
{
    // Where all of 20 requests miss a bound that half of them must keep to, the chance is 10⁻⁶: an endpoint that is down shows at once.
    private const int FirstFailLook = 20;

    private readonly Sla _sla;
    private readonly LookPlan _pass;
    private readonly LookPlan _fail;
    private readonly bool _canPassEarly;

    public LookSchedule(Sla sla, JudgeOptions options)
    {
        _sla = sla;
        double budget = Units.Rest(sla.Confidence);
        bool isSequential = options.StopEarly!.Value;
        int first = Math.Max(1, sla.Objectives.Where(IsOfRequests).Select(objective => Least(objective, budget)).DefaultIfEmpty(1).Max());
        _pass = new LookPlan(first, budget, isSequential);
        _fail = new LookPlan(FirstFailLook, budget, isSequential);

        // Means and throughput are judged at the end alone; accuracy is judged apart from the load, which need not go on for it.
        Objective[] loaded = [.. sla.Objectives.Where(objective => objective.Metric != ObjectiveMetric.Accuracy)];
        _canPassEarly = loaded.Length > 0 && loaded.All(objective => objective.Kind is ObjectiveKind.Share or ObjectiveKind.Rate);
    }

    /// <summary>The fewest that an objective's pass may rest on.</summary>
    public static int Least(Objective objective, double budget) => objective.Kind == ObjectiveKind.Share
        ? EarlyStopping.Floor(objective.RequiredShare, budget)
        : EarlyStopping.LeastRequests(0, objective.RequiredShare, budget);

    /// <summary>The look at so many requests; null where there is none.</summary>
    /// <param name="judged">The requests.</param>
    /// <param name="requests">How many they are.</param>
    /// <param name="rest">How many more there can be; null where nobody knows.</param>
    /// <returns>The look, and what it found of each objective; null where it came to no verdict.</returns>
    public (LookInfo Look, IReadOnlyList<ObjectiveVerdict>? Objectives)? At(List<Observation> judged, int requests, int? rest)
    {
        int pass = _canPassEarly ? _pass.LookAt(requests) : 0;
        int fail = _fail.LookAt(requests);
        if (pass == 0 && fail == 0)
        {
            return null;
        }

        var budget = new LookBudget(pass == 0 ? 0 : _pass.BudgetOf(pass), fail == 0 ? 0 : _fail.BudgetOf(fail) / _sla.Objectives.Count)
        {
            Whole = _pass.Budget,
            IsLast = false,
            Rest = rest,

            // What the last look will have at the least: what is certain to hold then, holds now.
            PassOfLast = pass == 0 ? 0 : _pass.Budget / 2,
            FailOfLast = _fail.Budget / 2 / _sla.Objectives.Count,
        };
        // Of accuracy alone the load has nothing to prove, and may end.
        Verdict verdict = Together(_sla.Objectives.Where(objective => objective.Metric != ObjectiveMetric.Accuracy).Select(objective => Decide(objective, judged, budget)));
        var look = new LookInfo(requests, budget.Pass, fail == 0 ? 0 : _fail.BudgetOf(fail), false, verdict);
        return (look, verdict == Verdict.NotEnoughEvidence ? null : Judge(judged, [], new RunFacts(), budget));
    }

    /// <summary>The look at the end.</summary>
    /// <param name="judged">The requests.</param>
    /// <param name="all">All of the run's requests.</param>
    /// <param name="facts">What else there is to know of it.</param>
    /// <param name="isWithoutSteadyState">Steady state never came. What was asked of the endpoint was less than its load, or not over in time: it can be too much for it, and not enough.</param>
    public (LookInfo Look, IReadOnlyList<ObjectiveVerdict> Objectives) Last(List<Observation> judged, List<Observation> all, RunFacts facts, bool isWithoutSteadyState)
    {
        LookBudget budget = LastBudget(judged.Count);
        budget = isWithoutSteadyState ? budget with { Pass = 0 } : budget;
        IReadOnlyList<ObjectiveVerdict> objectives = Judge(judged, all, facts, budget);
        return (new LookInfo(judged.Count, budget.Pass, budget.Fail * _sla.Objectives.Count, true, Together(objectives.Select(objective => objective.Verdict))), objectives);
    }

    /// <summary>An earlier decision, with the accuracy that was found since.</summary>
    public IReadOnlyList<ObjectiveVerdict> WithAccuracy(IReadOnlyList<ObjectiveVerdict> decided, RunFacts facts)
    {
        LookBudget budget = AccuracyBudget;
        return [.. decided.Select((verdict, i) => _sla.Objectives[i].Metric == ObjectiveMetric.Accuracy ? AccuracyJudge.Judge(_sla.Objectives[i], facts, budget) : verdict)];
    }

    /// <summary>What objectives say together.</summary>
    public static Verdict Together(IEnumerable<Verdict> objectives)
    {
        bool allPass = true;
        foreach (Verdict objective in objectives)
        {
            if (objective == Verdict.Fail)
            {
                return Verdict.Fail;
            }

            allPass &= objective == Verdict.Pass;
        }

        return allPass ? Verdict.Pass : Verdict.NotEnoughEvidence;
    }

    // An evaluation is looked at once.
    private LookBudget AccuracyBudget => new(_pass.Budget, _fail.Budget / _sla.Objectives.Count) { Whole = _pass.Budget };

    private static bool IsOfRequests(Objective objective) =>
        objective.Kind == ObjectiveKind.Share || (objective.Kind == ObjectiveKind.Rate && objective.Metric is not (ObjectiveMetric.Availability or ObjectiveMetric.Accuracy));

    private LookBudget LastBudget(int requests) =>
        new(_canPassEarly ? _pass.BudgetOfLast(requests) : _pass.Budget, _fail.BudgetOfLast(requests) / _sla.Objectives.Count) { Whole = _pass.Budget };

    private static Verdict Decide(Objective objective, List<Observation> judged, LookBudget budget) => objective switch
    {
        { Metric: ObjectiveMetric.Availability } => ShareJudge.Decide(objective, AvailabilityWindows.Tally(objective, judged, budget.IsLast), budget).Verdict,
        { Kind: ObjectiveKind.Mean or ObjectiveKind.Whole } => Verdict.NotEnoughEvidence,
        _ => ShareJudge.Decide(objective, RequestTally.Of(objective, judged, withSeen: false), budget).Verdict,
    };

    private ObjectiveVerdict[] Judge(List<Observation> judged, List<Observation> all, RunFacts facts, LookBudget budget) =>
    [
        .. _sla.Objectives.Select(objective => objective switch
        {
            { Metric: ObjectiveMetric.Accuracy } => AccuracyJudge.Judge(objective, facts, budget.IsLast ? AccuracyBudget : budget),
            { Metric: ObjectiveMetric.Availability } => ShareJudge.Judge(objective, AvailabilityWindows.Tally(objective, judged, budget.IsLast), budget),
            { Kind: ObjectiveKind.Mean } => MeanJudge.Judge(objective, judged, budget),
            { Kind: ObjectiveKind.Whole } => ThroughputJudge.Judge(objective, all, facts, budget),
            _ => ShareJudge.Judge(objective, RequestTally.Of(objective, judged, withSeen: true), budget),
        }),
    ];
}

/// <summary>What a look may spend on one objective.</summary>
/// <param name="Pass">The chance of a false pass; 0: a pass is not looked for.</param>
/// <param name="Fail">The chance of a false fail.</param>
internal readonly record struct LookBudget(double Pass, double Fail)
{
    /// <summary>The SLA's whole budget: 1 − confidence.</summary>
    public double Whole { get; init; }

    /// <summary>The run is over.</summary>
    public bool IsLast { get; init; } = true;

    /// <summary>How many more requests there can be; null where nobody knows.</summary>
    public int? Rest { get; init; }

    /// <summary>What the last look will have for a pass, at the least; 0: a pass is not looked for.</summary>
    public double PassOfLast { get; init; }

    /// <summary>What the last look will have for a fail, at the least.</summary>
    public double FailOfLast { get; init; }
}
