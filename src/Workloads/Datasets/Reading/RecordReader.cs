namespace LoadGen.Workloads.Datasets.Reading;

/// <summary>Takes a file apart into records, in one pass, and says where each stands.</summary>
internal abstract class RecordReader : IDisposable
{
    /// <summary>The longest record taken: an agentic session of 2,000 requests with 2,000 block hashes each is shorter.</summary>
    public const int MaxRecordBytes = 256 * 1024 * 1024;

    /// <summary>The line on which the record last read begins, from 1.</summary>
    public abstract long Line { get; }

    /// <summary>Where the record last read begins, in bytes from the file's start.</summary>
    public abstract long Offset { get; }

    /// <summary>The next record, valid until the next call. False at the end, or with a problem after which nothing can be read.</summary>
    public abstract bool TryRead(out ReadOnlySpan<byte> record, ref string? problem);

    /// <summary>Gives the buffer back. The stream is its owner's.</summary>
    public abstract void Dispose();

    /// <summary>The reader for a container.</summary>
    public static RecordReader For(Stream stream, RecordContainer container) =>
        container == RecordContainer.Lines ? new LineRecords(stream) : new JsonValueRecords(stream);
}

/// <summary>How records stand in a file.</summary>
internal enum RecordContainer
{
    /// <summary>One a line.</summary>
    Lines,

    /// <summary>The values of one JSON array, or JSON values one after another, over as many lines as they like.</summary>
    JsonValues,
}
