using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Serving;

namespace LoadGen.Simulation.Handoffs;

/// <summary>A leg whose hand-off has gone as far as it must before the answer; disposed when the answer is through.</summary>
/// <param name="work">What to generate.</param>
/// <param name="hold">The request's own blocks; null where they stay pinned.</param>
internal sealed class HandoffTurn(GenerationWork work, KvHold? hold) : IDisposable
{
    public GenerationWork Work => work;

    public void Dispose() => hold?.Dispose();
}
