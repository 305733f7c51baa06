using System.Collections.Concurrent;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Notes which loop made which request.</summary>
internal sealed class LoopWitness : IAnswerSink
{
    private readonly ConcurrentQueue<(string Loop, int Index)> _seen = new();

    public void OnAnswer(RequestTimeline timeline) => _seen.Enqueue((Thread.CurrentThread.Name!, timeline.Item.Index));

    /// <summary>What the loop of this number sent.</summary>
    public IEnumerable<int> SentBy(int loop) => _seen.Where(s => s.Loop == $"loop {loop}").Select(s => s.Index);

    /// <summary>Requests sent by each of so many loops.</summary>
    public IEnumerable<int> CountByLoop(int loops) => Enumerable.Range(0, loops).Select(loop => SentBy(loop).Count());
}
