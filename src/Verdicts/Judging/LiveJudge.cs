using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Judging;

/// <summary>Judges a run while it is on, and ends it when the verdict is certain.</summary>
public sealed class LiveJudge : IRequestWatch
{
    private readonly SlaJudge _judge;
    private readonly SlaJudge? _failing;
    private readonly LiveObservation _observe = new();
    private readonly List<Observation> _requests = [];
    private readonly int _firstIndex;
    private readonly double _startS;

    /// <summary>Takes a judge.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="earlier">Requests of earlier measurements of the same load, which the run's follow behind; null for none.</param>
    public LiveJudge(SlaJudge judge, IReadOnlyList<Observation>? earlier = null)
        : this(judge, null, earlier)
    {
    }

    /// <summary>Takes a judge that looks once, at the end, and one that ends the run when it is certain to fail.</summary>
    /// <param name="judge">The judge, of one look.</param>
    /// <param name="failing">The one that ends the run; null: <paramref name="judge"/> does, whatever is certain.</param>
    /// <param name="earlier">Requests of earlier measurements of the same load; null for none.</param>
    public LiveJudge(SlaJudge judge, SlaJudge? failing, IReadOnlyList<Observation>? earlier)
    {
        (_judge, _failing) = (judge, failing);
        foreach (Observation request in earlier ?? [])
        {
            Tell(request);
            _firstIndex = Math.Max(_firstIndex, request.Index + 1);
            _startS = Math.Max(_startS, request.EndS);
        }

        Earlier = _requests.Count;
    }

    /// <summary>How many of <see cref="Requests"/> are of earlier measurements.</summary>
    public int Earlier { get; }

    /// <summary>The judge.</summary>
    public SlaJudge Judge => _judge;

    /// <summary>All requests so far: earlier measurements', then the run's in the order in which they ended. Read it when the run is over.</summary>
    public IReadOnlyList<Observation> Requests => _requests;

    /// <summary>The run's own requests: whether they pile up is theirs alone to show, since a later measurement that is slower is no trend.</summary>
    public IEnumerable<Observation> Newest => _requests.Skip(Earlier);

    /// <summary>When the run begins on the time line of all measurements, s.</summary>
    public double BeginsS => _startS;

    /// <inheritdoc/>
    public bool OnFinished(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady)
    {
        Tell(Behind(_observe.Of(timeline, figures, runStartNs, steady), _firstIndex, _startS));
        return _failing is null ? _judge.Decided is null : _failing.Decided != Verdict.Fail;
    }

    /// <summary>A request as one that came after other measurements.</summary>
    /// <param name="request">The request.</param>
    /// <param name="firstIndex">The index that its measurement's first request gets.</param>
    /// <param name="startS">The time that its measurement begins at.</param>
    public static Observation Behind(in Observation request, int firstIndex, double startS) => firstIndex == 0 && startS == 0 ? request : request with
    {
        Index = request.Index + firstIndex,
        IntendedS = request.IntendedS + startS,
        SendS = request.SendS + startS,
        EndS = request.EndS + startS,
    };

    private void Tell(in Observation request)
    {
        _requests.Add(request);
        _judge.Add(request);
        _failing?.Add(request);
    }
}
