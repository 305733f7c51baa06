using System.Collections.Concurrent;

namespace LoadGen.Workloads.RandomTexts;

/// <summary>Token counts by index, 4 bytes each: they outlive the texts. Thread-safe.</summary>
internal sealed class TokenCounts
{
    private const int BlockLength = 4096;

    private readonly ConcurrentDictionary<int, int[]> _blocks = new();

    /// <summary>The count of an index; 0 where none is known.</summary>
    public int this[int index]
    {
        get => _blocks.TryGetValue(index / BlockLength, out int[]? block) ? Volatile.Read(ref block[index % BlockLength]) : 0;
        set => Volatile.Write(ref _blocks.GetOrAdd(index / BlockLength, static _ => new int[BlockLength])[index % BlockLength], value);
    }
}
