namespace LoadGen.Workloads.Datasets;

/// <summary>
/// Conversations by number. The one at an index is a pure function of (file, options, index): asking twice, from any thread and in any
/// order, gives the same conversation. Nothing of the texts is held between two calls.
/// </summary>
public abstract class ConversationSource : IDisposable
{
    /// <summary>The name the result document states: the format's.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the result document: all that fixes the conversations.</summary>
    public abstract string Description { get; }

    /// <summary>What was read.</summary>
    public abstract DatasetFacts Facts { get; }

    /// <summary>Whether prompts are text, or are made of token ids.</summary>
    public PromptContent Content => Facts.Content;

    /// <summary>How many conversations there are, at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>Reads the conversation at <paramref name="index"/>, 0 ≤ index &lt; <see cref="Count"/>.</summary>
    /// <exception cref="DatasetFormatException">The file was changed since it was opened, or cannot be read any more.</exception>
    public Conversation Read(int index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Conversation {index} is not in this dataset ({Description}).");
        }

        return ReadAt(index, "");
    }

    /// <summary>As <see cref="Read"/>, with an index that is known to be right and something to put behind the conversation's name.</summary>
    internal abstract Conversation ReadAt(int index, string idSuffix);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>What reading a dataset found.</summary>
public sealed record DatasetFacts
{
    /// <summary>The format.</summary>
    public required DatasetFormat Format { get; init; }

    /// <summary>Why the format was taken: what the user named, or what was seen in the first record.</summary>
    public required string FormatReason { get; init; }

    /// <summary>What its prompts are.</summary>
    public required PromptContent Content { get; init; }

    /// <summary>Records without any request, which are no conversations.</summary>
    public long EmptyRecords { get; init; }

    /// <summary>Records that were left out as malformed.</summary>
    public long BadRecords { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<BadLine> BadLines { get; init; } = [];

    /// <summary>The file's length in bytes; 0 without a file.</summary>
    public long Bytes { get; init; }
}
