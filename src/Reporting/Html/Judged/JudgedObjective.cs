using LoadGen.Measurement.Timelines;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Reporting.Html.Judged;

/// <summary>What a run's records show of one objective: the values against the bound, and the overruns as they came.</summary>
internal sealed class JudgedObjective
{
    private readonly ObjectiveVerdict _verdict;
    private readonly Objective _objective;
    private readonly OverrunCourse _course;
    private readonly List<double> _values = [];
    private int _failed;

    private JudgedObjective(ObjectiveVerdict verdict, Objective objective, VerdictDocument document)
    {
        _verdict = verdict;
        _objective = objective;
        _course = new OverrunCourse(verdict, document);
    }

    /// <summary>Reads requests for an objective.</summary>
    /// <param name="verdict">What the document says of it.</param>
    /// <param name="document">The document.</param>
    /// <param name="judged">The requests that it rests on, in the order in which they were due.</param>
    public static ReportObjective Of(ObjectiveVerdict verdict, VerdictDocument document, ReadOnlySpan<Observation> judged)
    {
        if (verdict.Counts != "requests" || StatedObjective.Of(verdict) is not { } objective)
        {
            return new ReportObjective { Absent = $"it is of {verdict.Counts}, not of single requests" };
        }

        if (objective.Kind != ObjectiveKind.Mean && verdict.RequiredShare is not (> 0 and < 1))
        {
            return new ReportObjective { Absent = "verdict.json states no share above 0 and below 1 that must keep to it" };
        }

        var found = new JudgedObjective(verdict, objective, document);
        for (int i = 0; i < judged.Length; i++)
        {
            found.Add(judged[i], place: i + 1);
        }

        return found.Result();
    }

    // As the judge counts: a completed request without a value neither keeps the bound nor misses it.
    private void Add(in Observation request, int place)
    {
        if (_objective.Applies(request))
        {
            bool isComplete = request.Outcome == Outcome.Completed;
            double value = isComplete ? _objective.ValueOf(request) : double.NaN;
            if (!double.IsNaN(value))
            {
                _values.Add(value);
            }

            _failed += isComplete ? 0 : 1;
            if (_objective.Kind == ObjectiveKind.Rate || !isComplete || !double.IsNaN(value))
            {
                _course.Add(isOverrun: !_objective.IsMet(request));
            }
        }

        if (_objective.Kind != ObjectiveKind.Mean)
        {
            _course.Look(place);
        }
    }

    private ReportObjective Result()
    {
        bool isShare = _objective.Kind != ObjectiveKind.Mean;
        if (isShare ? (_course.Requests, _course.Overruns) != (_verdict.N, _verdict.Overruns) : _values.Count != _verdict.N)
        {
            string counted = isShare ? $"{_course.Overruns} overruns among {_course.Requests} requests, verdict.json says {_verdict.Overruns} among {_verdict.N}" : $"{_values.Count} values, verdict.json says {_verdict.N}";
            return new ReportObjective { Absent = $"records.jsonl has {counted}: one of them is not as the run left it, which 'loadgen check --verify' tells from its evidence" };
        }

        double[] bestFirst = [.. _objective.IsLeast ? _values.OrderDescending() : _values.Order()];
        return new ReportObjective
        {
            // Of a mean the failed ones are no part.
            Values = _objective.Kind == ObjectiveKind.Rate ? null : ValueCurve.Of(bestFirst, isShare ? bestFirst.Length + _failed : bestFirst.Length, isShare ? _verdict.RequiredShare : null),
            Overruns = isShare ? _course.Steps() : null,
            Looks = isShare ? _course.Looks : null,
        };
    }
}
