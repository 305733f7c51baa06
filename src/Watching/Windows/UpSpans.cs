namespace LoadGen.Watching.Windows;

/// <summary>
/// Availability as SLAs count it: time in spans of one length, from the epoch on. A span counts when at least one request was due in it, and is
/// up when at least half of these completed. It is decided when a request of a later span is told.
/// </summary>
internal sealed class UpSpans(TimeSpan length)
{
    private long _span = -1;
    private int _due;
    private int _completed;

    /// <summary>Takes a request in.</summary>
    /// <param name="due">When it was due; not before the one before.</param>
    /// <param name="completed">It completed.</param>
    /// <returns>Whether the span before was up, where this request decides it; else null.</returns>
    public bool? Add(DateTimeOffset due, bool completed)
    {
        long span = due.UtcTicks / length.Ticks;
        bool? before = span > _span && _due > 0 ? 2 * _completed >= _due : null;
        if (span > _span)
        {
            (_span, _due, _completed) = (span, 0, 0);
        }

        _due++;
        _completed += completed ? 1 : 0;
        return before;
    }

    /// <summary>Whether the last span was up; null where there is none.</summary>
    public bool? Last => _due > 0 ? 2 * _completed >= _due : null;
}
