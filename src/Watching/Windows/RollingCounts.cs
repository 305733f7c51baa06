namespace LoadGen.Watching.Windows;

/// <summary>Counts events, and the bad ones among them, over several windows that all end now. Adding and moving on cost no more than the events that leave.</summary>
internal sealed class RollingCounts
{
    // Events that have left the longest window are let go in one go.
    private const int LeastToDrop = 1024;

    private readonly long[] _lengths;
    private readonly int[] _first;
    private readonly WindowCount[] _counts;
    private readonly List<Event> _events = [];

    /// <param name="windows">The windows' lengths.</param>
    public RollingCounts(IReadOnlyList<TimeSpan> windows)
    {
        _lengths = [.. windows.Select(window => window.Ticks)];
        _first = new int[_lengths.Length];
        _counts = new WindowCount[_lengths.Length];
    }

    /// <summary>What a window holds.</summary>
    public WindowCount this[int window] => _counts[window];

    /// <summary>Adds an event. Those before it are not later.</summary>
    public void Add(DateTimeOffset at, bool isBad)
    {
        _events.Add(new Event(at.UtcTicks, isBad));
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] = _counts[i].Plus(1, isBad);
        }

        MoveTo(at);
    }

    /// <summary>The windows end at <paramref name="now"/>: what lies a window's length back or further has left it.</summary>
    public void MoveTo(DateTimeOffset now)
    {
        for (int i = 0; i < _lengths.Length; i++)
        {
            long from = now.UtcTicks - _lengths[i];
            while (_first[i] < _events.Count && _events[_first[i]].Ticks <= from)
            {
                _counts[i] = _counts[i].Plus(-1, _events[_first[i]++].IsBad);
            }
        }

        int gone = _first.Min();
        if (gone >= LeastToDrop && gone > _events.Count / 2)
        {
            _events.RemoveRange(0, gone);
            for (int i = 0; i < _first.Length; i++)
            {
                _first[i] -= gone;
            }
        }
    }

    private readonly record struct Event(long Ticks, bool IsBad);
}

/// <summary>What a window holds.</summary>
/// <param name="Requests">Requests, or for availability spans of time.</param>
/// <param name="Overruns">Of these, the ones that missed the objective.</param>
public readonly record struct WindowCount(long Requests, long Overruns)
{
    /// <summary>The overruns' share; 0 where there is nothing.</summary>
    public double Share => Requests == 0 ? 0 : (double)Overruns / Requests;

    internal WindowCount Plus(int sign, bool isBad) => new(Requests + sign, Overruns + (isBad ? sign : 0));
}
