namespace LoadGen.Reporting.Html.Details;

/// <summary>Sums of things that last, over equal spans of a run: each addition costs the same however many spans it covers.</summary>
internal sealed class SpanSums
{
    private readonly double _stepS;
    private readonly double _durationS;
    private readonly double[] _partial;
    private readonly double[] _change;

    /// <summary>Creates it.</summary>
    /// <param name="durationS">The run's length in seconds, above 0.</param>
    /// <param name="stepS">A span's length in seconds; the last one may be shorter.</param>
    public SpanSums(double durationS, double stepS)
    {
        _durationS = durationS;
        _stepS = stepS;
        Count = (int)Math.Ceiling(durationS / stepS);
        _partial = new double[Count];
        _change = new double[Count + 1];
    }

    /// <summary>How many spans there are.</summary>
    public int Count { get; }

    /// <summary>The span that an instant lies in; the nearest one for an instant outside.</summary>
    public int IndexOf(double atS) => Math.Clamp((int)(atS / _stepS), 0, Count - 1);

    /// <summary>Adds what happened at a rate between two instants; what lies outside of the run is left out.</summary>
    public void Add(double fromS, double toS, double perS)
    {
        fromS = Math.Clamp(fromS, 0, _durationS);
        toS = Math.Clamp(toS, 0, _durationS);
        if (!(toS > fromS))
        {
            return;
        }

        int first = IndexOf(fromS);
        int last = IndexOf(toS);
        if (first == last)
        {
            _partial[first] += perS * (toS - fromS);
            return;
        }

        _partial[first] += perS * (((first + 1) * _stepS) - fromS);
        _partial[last] += perS * (toS - (last * _stepS));
        _change[first + 1] += perS;
        _change[last] -= perS;
    }

    /// <summary>Adds an amount at one instant.</summary>
    public void AddAt(double atS, double amount) => _partial[IndexOf(atS)] += amount;

    /// <summary>The mean over each span: of a rate of 1, how many there were at once; of tokens, tokens a second.</summary>
    public IReadOnlyList<double> Means()
    {
        var means = new double[Count];
        double whole = 0;
        for (int i = 0; i < Count; i++)
        {
            whole += _change[i];
            double length = Math.Min(_stepS, _durationS - (i * _stepS));
            means[i] = length > 0 ? ReportFigures.Rounded(Math.Max(0, whole + (_partial[i] / length))) ?? 0 : 0;
        }

        return means;
    }
}
