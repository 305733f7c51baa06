using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Requests of one size, told apart by their index.</summary>
internal sealed class FixedWorkload(int? count, int input = 4, int output = 3) : Workload
{
    public override string Name => "fixed";

    public override string Description => "fixed requests";

    public override int? Count => count;

    public override WorkItem this[int index] => new(index, input, output);

    public override void WriteTokenIds(in WorkItem item, Span<int> destination) => destination[..item.InputTokens].Fill(item.Index);
}
