using System.Collections.Concurrent;

namespace LoadGen.Measurement.Timelines;

/// <summary>Timelines in waiting. Holds as many as were ever in use at once.</summary>
public sealed class TimelinePool
{
    private readonly ConcurrentBag<RequestTimeline> _idle = [];

    /// <summary>An idle timeline, or a new one.</summary>
    public RequestTimeline Rent() => _idle.TryTake(out RequestTimeline? timeline) ? timeline : new RequestTimeline();

    /// <summary>Makes timelines until so many wait.</summary>
    public void Reserve(int count)
    {
        for (int i = _idle.Count; i < count; i++)
        {
            _idle.Add(new RequestTimeline());
        }
    }

    /// <summary>Takes a timeline back; its marks go back to the shared pool.</summary>
    public void Return(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        timeline.Release();
        _idle.Add(timeline);
    }
}
