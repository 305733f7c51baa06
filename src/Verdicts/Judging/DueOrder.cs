using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Judging;

/// <summary>Puts requests that are told as they end into the order in which they were due: each is given once all before it were told.</summary>
internal sealed class DueOrder
{
    private readonly Dictionary<int, Observation> _ahead = [];
    private Observation _due;
    private bool _hasDue;

    /// <summary>How many were told.</summary>
    public int Told { get; private set; }

    /// <summary>How many were given before the first gap.</summary>
    public int Given { get; private set; }

    /// <summary>Tells it of a request; then take what became due by it.</summary>
    /// <exception cref="ArgumentException">It was told of this index before.</exception>
    public void Add(in Observation request)
    {
        if (request.Index == Given)
        {
            // Most are told in order: they need no place to wait in.
            (_due, _hasDue) = (request, true);
        }
        else if (request.Index < Given || !_ahead.TryAdd(request.Index, request))
        {
            throw new ArgumentException($"two requests have the index {request.Index}", nameof(request));
        }

        Told++;
    }

    /// <summary>Takes the next one, if all before it were told.</summary>
    public bool TryTake(out Observation due)
    {
        if (_hasDue)
        {
            (due, _hasDue) = (_due, false);
        }
        else if (!_ahead.Remove(Given, out due))
        {
            return false;
        }

        Given++;
        return true;
    }

    /// <summary>Those behind an index that nobody told of, as of a client that was lost on the way.</summary>
    public IEnumerable<Observation> Rest() => _ahead.Values.OrderBy(request => request.Index);
}
