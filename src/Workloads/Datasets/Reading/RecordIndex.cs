namespace LoadGen.Workloads.Datasets.Reading;

/// <summary>Where a conversation stands in its file: 16 bytes.</summary>
/// <param name="Offset">Its record's first byte.</param>
/// <param name="Length">Its record's length in bytes.</param>
/// <param name="Part">Which conversation of the record, where a record holds several.</param>
internal readonly record struct RecordPlace(long Offset, int Length, int Part);

/// <summary>The places of a file's conversations. It grows by chunks, so nothing is ever copied and hardly anything is spare.</summary>
internal sealed class RecordIndex
{
    // 64 KiB each: too small for the heap of large objects.
    private const int ChunkPlaces = 4096;

    private readonly List<RecordPlace[]> _chunks = [];

    public int Count { get; private set; }

    public RecordPlace this[int index] => _chunks[index / ChunkPlaces][index % ChunkPlaces];

    public void Add(RecordPlace place)
    {
        if (Count % ChunkPlaces == 0)
        {
            _chunks.Add(new RecordPlace[ChunkPlaces]);
        }

        _chunks[^1][Count % ChunkPlaces] = place;
        Count++;
    }
}
