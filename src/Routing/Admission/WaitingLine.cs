namespace LoadGen.Routing.Admission;

/// <summary>The requests that wait, in the order of their turn and in that of their deadlines. O(log n) each; not thread-safe.</summary>
internal sealed class WaitingLine
{
    private readonly SortedSet<Waiter> _byTurn = new(Waiter.ByTurn);
    private readonly SortedSet<Waiter> _byDeadline = new(Waiter.ByDeadline);

    /// <summary>How many wait.</summary>
    public int Count => _byTurn.Count;

    /// <summary>Whose turn it is.</summary>
    public Waiter? First => _byTurn.Min;

    /// <summary>Of the lowest priority, the latest.</summary>
    public Waiter? Last => _byTurn.Max;

    /// <summary>Whose deadline comes first.</summary>
    public Waiter? Earliest => _byDeadline.Min;

    public void Add(Waiter waiter)
    {
        _byTurn.Add(waiter);
        _byDeadline.Add(waiter);
    }

    /// <summary>False when it does not wait any more.</summary>
    public bool Remove(Waiter waiter) => _byTurn.Remove(waiter) && _byDeadline.Remove(waiter);
}
