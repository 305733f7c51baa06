namespace LoadGen.Verdicts.Statistics;

/// <summary>
/// When a test looks at what has come so far, and what chance of an error each look may spend: planned beforehand, so that the chances of
/// all looks add up to what one look at the end would have (union bound). Looking as one likes, each time with the whole of it, would
/// be wrong far more often.
/// </summary>
/// <remarks>
/// The k-th look comes at 1.5^(k − 1) times the first and spends 1 / (2k(k + 1)) of the budget: together no more than half, however many
/// they are, so that the plan need not know how long the run will be. The last look, at the run's end, spends what is left.
/// </remarks>
public sealed class LookPlan
{
    /// <summary>How much larger each look is than the one before.</summary>
    public const double Growth = 1.5;

    private readonly List<int> _looks = [];
    private readonly int _first;

    /// <summary>Plans looks.</summary>
    /// <param name="first">The first look, in requests.</param>
    /// <param name="budget">The chance of an error of all looks together.</param>
    /// <param name="isSequential">There are looks before the last.</param>
    public LookPlan(int first, double budget, bool isSequential)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        _first = first;
        Budget = budget;
        IsSequential = isSequential;
    }

    /// <summary>The chance of an error of all looks together.</summary>
    public double Budget { get; }

    /// <summary>There are looks before the last.</summary>
    public bool IsSequential { get; }

    /// <summary>Which look this many requests are, from 1; 0 where they are none.</summary>
    public int LookAt(int requests)
    {
        if (!IsSequential)
        {
            return 0;
        }

        while (_looks.Count == 0 || _looks[^1] < requests)
        {
            double next = _looks.Count == 0 ? _first : Math.Ceiling(_looks[^1] * Growth);
            if (next > int.MaxValue)
            {
                return 0;
            }

            _looks.Add((int)next);
        }

        return Math.Max(0, _looks.BinarySearch(requests) + 1);
    }

    /// <summary>What the look may spend.</summary>
    /// <param name="look">Its number, from 1.</param>
    public double BudgetOf(int look)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(look, 1);
        return Budget / (2.0 * look * (look + 1));
    }

    /// <summary>What the look at the end may spend: half of the budget at least.</summary>
    /// <param name="requests">Requests at the end; looks up to so many have been spent.</param>
    public double BudgetOfLast(int requests)
    {
        int taken = 0;
        if (IsSequential)
        {
            // Fills the list up to the first look that is not smaller.
            bool isLook = LookAt(requests) > 0;
            taken = _looks.Count(look => look < requests) + (isLook ? 1 : 0);
        }

        // 1/(1·2) + 1/(2·3) + … + 1/(k(k + 1)) = 1 − 1/(k + 1).
        return Budget * (1 - ((1 - (1.0 / (taken + 1))) / 2));
    }
}
