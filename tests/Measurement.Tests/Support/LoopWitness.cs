using System.Collections.Concurrent;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Notes which loop wrote which prompt, in the order of writing.</summary>
internal sealed class LoopWitness
{
    private readonly ConcurrentQueue<(string Loop, int Index)> _seen = new();

    /// <summary>So many requests that are watched.</summary>
    public FixedWorkload Watch(int? count) => new(count, onWriting: index => _seen.Enqueue((Thread.CurrentThread.Name!, index)));

    /// <summary>What the loop of this number wrote.</summary>
    public IEnumerable<int> WrittenBy(int loop) => _seen.Where(s => s.Loop == $"loop {loop}").Select(s => s.Index);

    /// <summary>Prompts written by each of so many loops.</summary>
    public IEnumerable<int> CountByLoop(int loops) => Enumerable.Range(0, loops).Select(loop => WrittenBy(loop).Count());
}
