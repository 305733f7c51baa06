using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Requests of one size, told apart by their index.</summary>
/// <param name="count">How many there are; null for no end.</param>
/// <param name="input">Input tokens of each.</param>
/// <param name="output">Output tokens of each.</param>
/// <param name="onWriting">Called with a request's index on the thread that is about to write its prompt.</param>
internal sealed class FixedWorkload(int? count, int input = 4, int output = 3, Action<int>? onWriting = null) : Workload
{
    public override string Name => "fixed";

    public override string Description => "fixed requests";

    public override int? Count => count;

    public override WorkItem this[int index] => new(index, input, output);

    public override void WriteTokenIds(in WorkItem item, Span<int> destination)
    {
        onWriting?.Invoke(item.Index);
        destination[..item.InputTokens].Fill(item.Index);
    }
}
