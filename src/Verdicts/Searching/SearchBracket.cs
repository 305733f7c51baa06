namespace LoadGen.Verdicts.Searching;

/// <summary>
/// What is known of where an SLA ceases to hold, and which level is worth measuring next. More load is never easier: a pass at a level is a pass
/// at all below it, a fail one at all above.
/// </summary>
/// <remarks>
/// First the edge of the passes: doubled or halved until it is bracketed, then halved geometrically. A level whose verdict stays uncertain
/// bounds the passes like a fail; but it is none, and where there are such levels the edge of the fails is looked for afterwards. So the
/// result is an interval with a proven pass below and a proven fail above, whatever lies between.
/// </remarks>
public sealed class SearchBracket
{
    private const double Step = 2;

    // Levels that people read: a rate of 13.47, not of 13.465437128.
    private const int RateDigits = 4;

    private readonly SearchOptions _options;
    private readonly SortedSet<double> _uncertain = [];

    /// <param name="options">Where to look.</param>
    public SearchBracket(SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
    }

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
            return Rounded(_options.Start);
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

    private double? Up(double from) => from < _options.Highest ? Rounded(Math.Min(from * Step, _options.Highest)) : null;

    private double? Down(double from) => from > _options.Lowest ? Rounded(Math.Max(from / Step, _options.Lowest)) : null;

    private double? Between(double low, double high)
    {
        if (IsClose(low, high))
        {
            return null;
        }

        double middle = Rounded(Math.Sqrt(low * high));
        if (_options.IsWhole)
        {
            return Math.Clamp(middle, low + 1, high - 1);
        }

        return middle > low && middle < high ? middle : null;
    }

    private bool IsClose(double low, double high) => high <= low * (1 + _options.Precision) || (_options.IsWhole && high - low <= 1);

    private double Rounded(double level)
    {
        if (_options.IsWhole)
        {
            return Math.Round(level);
        }

        double scale = Math.Pow(10, RateDigits - 1 - Math.Floor(Math.Log10(level)));
        return Math.Clamp(Math.Round(level * scale) / scale, _options.Lowest, _options.Highest);
    }
}
