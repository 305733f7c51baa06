namespace LoadGen.Routing.Observability.Metrics;

/// <summary>The label values of one series; unused ones are empty.</summary>
internal readonly record struct LabelValues(string First, string Second = "", string Third = "")
{
    public bool IsSameAs(in LabelValues other) =>
        ReferenceEquals(First, other.First) && ReferenceEquals(Second, other.Second) && ReferenceEquals(Third, other.Third);
}

/// <summary>
/// Series by the values of their labels. Values come from the code, so there are few of them; should something else reach a label, the
/// series past the limit share one whose values are all <c>other</c>. Thread-safe; finding a known series takes no lock and allocates nothing.
/// </summary>
internal sealed class LabelledSet<T>
    where T : class
{
    public const string Other = "other";

    private readonly Lock _lock = new();
    private readonly int _max;
    private readonly int _labels;
    private readonly Func<T> _create;
    private volatile Entry[] _entries = [];

    /// <param name="labels">How many labels a series has.</param>
    /// <param name="max">The most series, the shared one included.</param>
    /// <param name="create">Makes a series.</param>
    public LabelledSet(int labels, int max, Func<T> create)
    {
        _labels = labels;
        _max = max;
        _create = create;
    }

    public ReadOnlySpan<Entry> Entries => _entries;

    public T Of(string first, string second = "", string third = "")
    {
        var values = new LabelValues(first, second, third);
        Entry[] entries = _entries;

        // Nearly always the same constants: no character needs to be compared.
        foreach (Entry entry in entries)
        {
            if (entry.Values.IsSameAs(values))
            {
                return entry.Series;
            }
        }

        return Find(entries, values) ?? Add(values);
    }

    private static T? Find(Entry[] entries, in LabelValues values)
    {
        foreach (Entry entry in entries)
        {
            if (entry.Values == values)
            {
                return entry.Series;
            }
        }

        return null;
    }

    private T Add(LabelValues values)
    {
        lock (_lock)
        {
            if (_entries.Length >= _max - 1)
            {
                values = new(Other, _labels > 1 ? Other : "", _labels > 2 ? Other : "");
            }

            if (Find(_entries, values) is { } there)
            {
                return there;
            }

            var entry = new Entry(values, _create());
            _entries = [.. _entries, entry];
            return entry.Series;
        }
    }

    internal readonly record struct Entry(LabelValues Values, T Series);
}
