using LoadGen.Transport.Http;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running.Preparing;

/// <summary>A request of which the number in the workload is known: its lengths are looked up and its body written when it is prepared.</summary>
internal sealed class PlannedRequest(Preparer preparer, BenchOptions options, RunPhase phase) : AheadRequest(preparer)
{
    /// <summary>Its number in the workload.</summary>
    public int Index { get; private set; }

    /// <summary>The request, once it is taken.</summary>
    public WorkItem Item { get; private set; }

    /// <summary>Makes it that request.</summary>
    public void Plan(int index, long dueNs)
    {
        Index = index;
        Renew(dueNs);
    }

    /// <inheritdoc/>
    protected override void Write(HttpRequestBuffer buffer)
    {
        Item = phase.Workload[Index];
        PromptBody.Write(buffer, options, phase.Workload, Item);
    }
}
