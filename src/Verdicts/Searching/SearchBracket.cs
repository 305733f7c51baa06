namespace LoadGen.Verdicts.Searching;

/// <summary>
/// What is known of where an SLA ceases to hold, and which level is worth measuring next. More load is never easier: a pass at a level is a pass
/// at all below it, a fail one at all above.
/// </summary>
/// <remarks>
/// First the edge of the passes: doubled or halved until it is bracketed, then halved geometrically. A level whose verdict stays uncertain
/// bounds the passes like a fail; but it is none, and where there are such levels the edge of the fails is looked for afterwards. So the
/// result is an interval with a proven pass below and a proven fail above, whatever lies between.
/// <para>
/// The ends and the start are measured as they were named; levels in between are rounded to digits that people read. Each new level lies strictly
/// beyond or strictly between levels that are known, so that a search ends.
/// </para>
/// </remarks>
public sealed class SearchBracket
{
    private const double Step = 2;

    // Levels that people read: a rate of 13.47, not of 13.465437128. Where two ends are closer than that, with as many more as it takes.
    private const int RateDigits = 4;
    private const int RateDigitsMax = 15; // all that a double has for certain

    private readonly SearchOptions _options;
    private readonly SortedSet<double> _uncertain = [];

    /// <param name="options">Where to look.</param>
    public SearchBracket(SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options.Checked();
        _options = options.IsWhole
            ? (options with { Lowest = Math.Ceiling(options.Lowest), Highest = Math.Floor(options.Highest), Start = Math.Round(options.Start) }).Checked()
            : options;
    }

    /// <summary>Where it looks: of whole numbers, the outermost that lie between the ends that were named.</summary>
    public SearchOptions Options => _options;

    /// <summary>The highest level that passed; null for none.</summary>
    public double? HighestPass { get; private set; }

    /// <summary>The lowest level that failed; null for none.</summary>
    public double? LowestFail { get; private set; }

    /// <summary>Between two proven ends no further level is left to measure: they are as close as was asked for.</summary>
    public bool IsExact => HighestPass is { } pass && LowestFail is { } fail && IsClose(pass, fail);

    /// <summary>Takes in what was found of a level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="verdict">Pass, fail or uncertain.</param>
    public void Add(double level, LevelVerdict verdict)
    {
        switch (verdict)
        {
            case LevelVerdict.Pass:
                HighestPass = Math.Max(HighestPass ?? level, level);
                break;
            case LevelVerdict.Fail:
                LowestFail = Math.Min(LowestFail ?? level, level);
                break;
            case LevelVerdict.Uncertain:
                _uncertain.Add(level);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "an invalid measurement says nothing of its level");
        }

        _uncertain.RemoveWhere(at => at <= HighestPass || at >= LowestFail);
    }

    /// <summary>The level to measure next; null when there is nothing left to learn.</summary>
    public double? Next()
    {
        if (HighestPass is null && LowestFail is null && _uncertain.Count == 0)
        {
            return _options.Start;
        }

        return NextOfPasses() ?? NextOfFails();
    }

    private double? NextOfPasses()
    {
        double? above = _uncertain.Count > 0 ? _uncertain.Min : LowestFail;
        return (HighestPass, above) switch
        {
            ({ } pass, null) => Up(pass),
            (null, { } not) => Down(not),
            ({ } pass, { } not) => Between(pass, not),
            _ => null,
        };
    }

    private double? NextOfFails() => _uncertain.Count == 0 ? null
        : LowestFail is { } fail ? Between(_uncertain.Max, fail)
        : Up(_uncertain.Max);

    private double? Up(double from) => Math.Min(Rounded(from * Step, RateDigits), _options.Highest) is var level && level > from ? level : null;

    private double? Down(double from) => Math.Max(Rounded(from / Step, RateDigits), _options.Lowest) is var level && level < from ? level : null;

    private double? Between(double low, double high) => IsPrecise(low, high) ? null : Middle(low, high);

    // No level is left between ends that are neighbours, however precise they were asked for.
    private bool IsClose(double low, double high) => IsPrecise(low, high) || Middle(low, high) is null;

    private bool IsPrecise(double low, double high) => high <= low * (1 + _options.Precision);

    private double? Middle(double low, double high)
    {
        double middle = Math.Sqrt(low * high);
        if (_options.IsWhole)
        {
            return high - low > 1 ? Math.Clamp(Math.Round(middle), low + 1, high - 1) : null;
        }

        for (int digits = RateDigits; digits <= RateDigitsMax; digits++)
        {
            double level = Rounded(middle, digits);
            if (level > low && level < high)
            {
                return level;
            }
        }

        return null;
    }

    private double Rounded(double level, int digits)
    {
        if (_options.IsWhole)
        {
            return Math.Round(level);
        }

        double scale = Math.Pow(10, digits - 1 - Math.Floor(Math.Log10(level)));
        return Math.Round(level * scale) / scale;
    }
}
