namespace LoadGen.Verdicts.Searching;

/// <summary>Measures a level: runs the load, and judges it together with what the level's earlier measurements brought.</summary>
/// <param name="level">The level.</param>
/// <param name="repeat">How often it was measured before.</param>
/// <param name="cancellation">Ends the measurement.</param>
public delegate Task<LevelMeasurement> MeasureLevel(double level, int repeat, CancellationToken cancellation);

/// <summary>
/// Finds the highest load that keeps an SLA. What was measured is never measured again: not by the search, whose steps each halve what is
/// unknown, and not by a search that goes on where another ended.
/// </summary>
public sealed class CapacitySearch
{
    private readonly SearchOptions _options;
    private readonly MeasureLevel _measure;
    private readonly Dictionary<(double Level, int Repeat), LevelMeasurement> _known;

    /// <summary>Prepares a search.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="measure">Measures a level.</param>
    /// <param name="known">Measurements of an earlier search that was broken off: they are taken for made.</param>
    public CapacitySearch(SearchOptions options, MeasureLevel measure, IEnumerable<LevelMeasurement>? known = null)
    {
        _options = options;
        _measure = measure;
        _known = (known ?? []).ToDictionary(step => (step.Level, step.Repeat));
    }

    /// <summary>Told of each measurement, earlier ones too, before the next begins.</summary>
    public Action<SearchOutcome>? Told { get; init; }

    /// <summary>Searches.</summary>
    /// <param name="cancellation">Ends the search: what was found until then is lost to the caller but for <see cref="Told"/>.</param>
    public async Task<SearchOutcome> RunAsync(CancellationToken cancellation)
    {
        var bracket = new SearchBracket(_options);
        var steps = new List<LevelMeasurement>();
        while (bracket.Next() is { } level)
        {
            LevelMeasurement? last = null;
            for (int repeat = 0; repeat < _options.MeasurementsMax && last is null or { Verdict: LevelVerdict.Uncertain }; repeat++)
            {
                if (IsSpent(steps))
                {
                    return Outcome(bracket, steps, SearchEnd.OutOfTime);
                }

                last = _known.TryGetValue((level, repeat), out LevelMeasurement? made) ? made : await _measure(level, repeat, cancellation);
                steps.Add(last);
                if (last.Verdict == LevelVerdict.Invalid)
                {
                    return Outcome(bracket, steps, SearchEnd.ClientBound);
                }

                if (last.Verdict != LevelVerdict.Uncertain || repeat + 1 == _options.MeasurementsMax)
                {
                    bracket.Add(level, last.Verdict);
                }

                Told?.Invoke(Outcome(bracket, steps, SearchEnd.UnderWay));
            }
        }

        SearchEnd end = bracket.IsExact ? SearchEnd.Exact
            : bracket.HighestPass >= bracket.Options.Highest ? SearchEnd.PassesEverywhere
            : bracket.LowestFail <= bracket.Options.Lowest ? SearchEnd.FailsEverywhere
            : SearchEnd.Uncertain;
        return Outcome(bracket, steps, end);
    }

    private bool IsSpent(List<LevelMeasurement> steps) => _options.BudgetS is { } budget && steps.Sum(step => step.SpentS) >= budget;

    private static SearchOutcome Outcome(SearchBracket bracket, List<LevelMeasurement> steps, SearchEnd end) =>
        new(bracket.HighestPass, bracket.LowestFail, end, [.. steps]);
}
