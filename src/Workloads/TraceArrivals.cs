using System.Globalization;

namespace LoadGen.Workloads;

/// <summary>Arrivals as a trace recorded them: request n at its <see cref="WorkItem.OffsetNs"/>, the trace's speed already in it.</summary>
public sealed class TraceArrivals : BoundedArrivals
{
    private readonly TraceWorkload _trace;

    /// <summary>The schedule of <paramref name="trace"/>, cut short by a number of arrivals, a duration, both or neither.</summary>
    public TraceArrivals(TraceWorkload trace, int? count = null, long? durationNs = null)
        : base(count, durationNs)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.IsWarmup)
        {
            throw new ArgumentException("A trace's warm-up requests are not due at any time; only the trace itself can be a schedule.", nameof(trace));
        }

        _trace = trace;
    }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"trace, {_trace.Count} requests, speed {_trace.Speed}");

    /// <inheritdoc/>
    public override ArrivalSchedule Restart() => new TraceArrivals(_trace, CountLimit, DurationLimitNs);

    private protected override bool TryCompute(int index, out long offsetNs)
    {
        bool comes = index < _trace.Count;
        offsetNs = comes ? _trace[index].OffsetNs : 0;
        return comes;
    }
}
