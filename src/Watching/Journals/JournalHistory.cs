namespace LoadGen.Watching.Journals;

/// <summary>What a journal held when it was opened.</summary>
public sealed class JournalHistory
{
    private JournalHistory(IReadOnlyList<JournalRecord> records, IReadOnlyList<string> notices, DateTimeOffset? lastAt, bool hasEnded) =>
        (Records, Notices, LastAt, HasEnded) = (records, notices, lastAt, hasEnded);

    /// <summary>Its records from the instant on that was asked for, in its order.</summary>
    public IReadOnlyList<JournalRecord> Records { get; }

    /// <summary>What was found and mended, a line each.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>When its last record was written; null for a journal that begins.</summary>
    public DateTimeOffset? LastAt { get; }

    /// <summary>The last watcher ended in order.</summary>
    public bool HasEnded { get; }

    internal static JournalHistory Read(string folder, DateTimeOffset since, JournalState state)
    {
        var notices = new List<string>();
        var records = new List<JournalRecord>();
        IReadOnlyList<DateOnly> days = JournalSegments.Days(folder);
        if (days.Count > 0)
        {
            string newest = JournalSegments.PathOf(folder, days[^1]);
            long torn = JournalReader.CutTornLine(newest);
            if (torn > 0)
            {
                notices.Add($"{newest}: the last record was not written whole: its {torn} bytes are cut off");
            }
        }

        foreach (DateOnly day in days.Skip(First(folder, days, JournalSegments.DayOf(since))))
        {
            foreach (JournalRecord record in JournalReader.Read(JournalSegments.PathOf(folder, day), notices))
            {
                state.Apply(record);
                if (record.At >= since)
                {
                    records.Add(record);
                }
            }
        }

        return new JournalHistory(records, notices, state.LastAt, state.HasEnded);
    }

    // A segment begins with all that goes on. The newest may be empty, where a watcher was killed as it began it.
    private static int First(string folder, IReadOnlyList<DateOnly> days, DateOnly since)
    {
        int first = days.Count - 1;
        while (first > 0 && (days[first] >= since || new FileInfo(JournalSegments.PathOf(folder, days[first])).Length == 0))
        {
            first--;
        }

        return Math.Max(first, 0);
    }
}
