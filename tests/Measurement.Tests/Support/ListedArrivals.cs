using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Arrivals at the times listed.</summary>
internal sealed class ListedArrivals(params long[] offsetsNs) : ArrivalSchedule
{
    private int _next;

    public override string Description => "listed";

    public override bool TryNext(out long offsetNs)
    {
        offsetNs = _next < offsetsNs.Length ? offsetsNs[_next] : 0;
        return _next++ < offsetsNs.Length;
    }

    public override ArrivalSchedule Restart() => new ListedArrivals(offsetsNs);
}
