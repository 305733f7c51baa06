namespace LoadGen.Simulation.Serving;

/// <summary>The fault rules in force; replaced whole at run time.</summary>
internal sealed class FaultBook(IReadOnlyList<FaultRule> rules)
{
    private Page _page = new(rules, 0);

    /// <summary>The rules, in the order in which they are tried.</summary>
    public IReadOnlyList<FaultRule> Rules => Volatile.Read(ref _page).Rules;

    /// <summary>Replaces the rules; they count from the next request on.</summary>
    /// <param name="replacement">The new rules.</param>
    /// <param name="ordinal">The number of the last request so far.</param>
    public void Replace(IReadOnlyList<FaultRule> replacement, long ordinal) => Volatile.Write(ref _page, new Page(replacement, ordinal));

    /// <summary>The fault of the first rule that strikes, or null.</summary>
    /// <param name="ordinal">The request's number since the start.</param>
    /// <param name="sinceReset">Its number since the statistics' last reset.</param>
    public Fault? For(long ordinal, long sinceReset)
    {
        Page page = Volatile.Read(ref _page);
        long number = Math.Min(sinceReset, ordinal - page.SinceOrdinal);
        foreach (FaultRule rule in page.Rules)
        {
            if (number > 0 && rule.Strikes(number))
            {
                return rule.Fault;
            }
        }

        return null;
    }

    private sealed record Page(IReadOnlyList<FaultRule> Rules, long SinceOrdinal);
}
