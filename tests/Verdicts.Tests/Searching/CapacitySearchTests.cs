using LoadGen.Verdicts.Searching;

namespace LoadGen.Verdicts.Tests.Searching;

public class CapacitySearchTests
{
    private static readonly SearchOptions s_rates = new() { Start = 10, Lowest = 0.01, Highest = 10_000 };

    private readonly List<(double Level, int Repeat)> _measured = [];

    [Theory]
    [InlineData(0.013)]
    [InlineData(1)]
    [InlineData(9.99)]
    [InlineData(10)]
    [InlineData(137.2)]
    [InlineData(9000)]
    public async Task The_ends_lie_around_the_capacity_and_are_as_close_as_asked_for(double capacity)
    {
        SearchOutcome outcome = await SearchAsync(s_rates, level => level <= capacity ? LevelVerdict.Pass : LevelVerdict.Fail);
        Assert.Equal(SearchEnd.Exact, outcome.End);
        Assert.InRange(capacity, outcome.HighestPass!.Value, outcome.LowestFail!.Value);
        Assert.InRange(outcome.LowestFail.Value / outcome.HighestPass.Value, 1, 1.05);
        Assert.InRange(outcome.Estimate!.Value / capacity, 0.95, 1.05);
        Assert.InRange(_measured.Count, 5, 18);
        Assert.Distinct(_measured);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(1023)]
    public async Task Whole_levels_are_found_to_the_one_where_that_is_close_enough(int capacity)
    {
        var options = new SearchOptions { Start = 16, Lowest = 1, Highest = 4096, IsWhole = true, Precision = 0.0001 };
        SearchOutcome outcome = await SearchAsync(options, level => level <= capacity ? LevelVerdict.Pass : LevelVerdict.Fail);
        Assert.Equal((SearchEnd.Exact, capacity, capacity + 1), (outcome.End, outcome.HighestPass, outcome.LowestFail));
        Assert.All(_measured, step => Assert.Equal(Math.Round(step.Level), step.Level));
    }

    [Fact]
    public async Task Where_every_level_passes_the_highest_is_the_answer_and_nothing_is_estimated()
    {
        SearchOutcome outcome = await SearchAsync(s_rates with { Highest = 100 }, _ => LevelVerdict.Pass);
        Assert.Equal((SearchEnd.PassesEverywhere, 100.0, null, null), (outcome.End, outcome.HighestPass, outcome.LowestFail, outcome.Estimate));
        Assert.Equal([10, 20, 40, 80, 100], _measured.Select(step => step.Level));
    }

    [Fact]
    public async Task Where_every_level_fails_the_lowest_says_so()
    {
        SearchOutcome outcome = await SearchAsync(s_rates with { Lowest = 3 }, _ => LevelVerdict.Fail);
        Assert.Equal((SearchEnd.FailsEverywhere, null, 3.0), (outcome.End, outcome.HighestPass, outcome.LowestFail));
        Assert.Equal([10, 5, 3], _measured.Select(step => step.Level));
    }

    // Ends that are no multiples of what levels are rounded to.
    [Theory]
    [InlineData(10, 10 / 1024.0, 10 * 1024.0, false)]
    [InlineData(1.23456, 1.23456, 50, false)]
    [InlineData(10, 0.5, 33.333, false)]
    [InlineData(1537, 1537 / 1024.0, 1537 * 1024.0, true)]
    public async Task The_ends_are_measured_as_they_were_named_and_once(double start, double lowest, double highest, bool isWhole)
    {
        var options = new SearchOptions { Start = start, Lowest = lowest, Highest = highest, IsWhole = isWhole };
        SearchOutcome fails = await SearchAsync(options, _ => LevelVerdict.Fail);
        Assert.Equal((SearchEnd.FailsEverywhere, isWhole ? Math.Ceiling(lowest) : lowest), (fails.End, fails.LowestFail));
        Assert.Distinct(_measured);
        _measured.Clear();
        SearchOutcome passes = await SearchAsync(options, _ => LevelVerdict.Pass);
        Assert.Equal((SearchEnd.PassesEverywhere, isWhole ? Math.Floor(highest) : highest), (passes.End, passes.HighestPass));
        Assert.Distinct(_measured);
    }

    [Theory]
    [InlineData(0.0002)]
    [InlineData(1e-9)]
    [InlineData(1e-30)]
    public async Task A_precision_finer_than_the_digits_of_a_level_is_reached_all_the_same(double precision)
    {
        SearchOutcome outcome = await SearchAsync(s_rates with { Precision = precision }, level => level <= 137.24681 ? LevelVerdict.Pass : LevelVerdict.Fail);
        Assert.Equal(SearchEnd.Exact, outcome.End);
        Assert.InRange(137.24681, outcome.HighestPass!.Value, outcome.LowestFail!.Value);
        Assert.InRange(outcome.LowestFail.Value / outcome.HighestPass.Value, 1, 1 + Math.Max(precision, 1e-13));
        Assert.Distinct(_measured);
    }

    // Whatever is asked and answered, honest or not: no level is measured twice, and the search ends.
    [Fact]
    public async Task Every_search_ends()
    {
        var random = new Random(8);
        for (int i = 0; i < 2_000; i++)
        {
            _measured.Clear();
            bool isWhole = random.Next(2) == 0;
            double lowest = Math.Pow(10, (random.NextDouble() * 6) - (isWhole ? 0 : 3));
            double highest = lowest * Math.Pow(10, random.NextDouble() * 4);
            double start = isWhole ? Math.Ceiling(lowest) : lowest + (random.NextDouble() * (highest - lowest));
            if (start > Math.Floor(highest) && isWhole)
            {
                continue;
            }

            var options = new SearchOptions { Start = start, Lowest = lowest, Highest = highest, IsWhole = isWhole, Precision = Math.Pow(10, -6 * random.NextDouble()) };
            double capacity = lowest + (random.NextDouble() * (highest - lowest));
            LevelVerdict[] any = [LevelVerdict.Pass, LevelVerdict.Fail, LevelVerdict.Uncertain];
            SearchOutcome outcome = await SearchAsync(options, (level, _) => i % 2 == 0 ? any[random.Next(3)] : level <= capacity ? LevelVerdict.Pass : LevelVerdict.Fail);
            Assert.Distinct(_measured);
            Assert.InRange(_measured.Count, 1, 250);
            Assert.All(_measured, step => Assert.InRange(step.Level, lowest, highest));
            Assert.True(i % 2 == 0 || outcome.End != SearchEnd.Uncertain, $"search {i} of {options} for {capacity} stayed uncertain");
        }
    }

    [Fact]
    public async Task An_uncertain_level_is_measured_again_until_it_is_certain()
    {
        // Near the capacity the evidence of one measurement does not suffice; that of three does.
        SearchOutcome outcome = await SearchAsync(s_rates, (level, repeat) =>
            Math.Abs(Math.Log(level / 30)) < 0.2 && repeat < 2 ? LevelVerdict.Uncertain : level <= 30 ? LevelVerdict.Pass : LevelVerdict.Fail);
        Assert.Equal(SearchEnd.Exact, outcome.End);
        Assert.InRange(30, outcome.HighestPass!.Value, outcome.LowestFail!.Value);
        Assert.Contains(_measured, step => step.Repeat == 2);
        Assert.All(_measured.GroupBy(step => step.Level), level => Assert.Equal(Enumerable.Range(0, level.Count()), level.Select(step => step.Repeat)));
    }

    [Fact]
    public async Task What_stays_uncertain_lies_between_proven_ends()
    {
        // Nobody can tell between 25 and 36.
        SearchOutcome outcome = await SearchAsync(s_rates, level => level <= 25 ? LevelVerdict.Pass : level >= 36 ? LevelVerdict.Fail : LevelVerdict.Uncertain);
        Assert.Equal(SearchEnd.Uncertain, outcome.End);
        Assert.InRange(outcome.HighestPass!.Value, 25 / 1.05, 25);
        Assert.InRange(outcome.LowestFail!.Value, 36, 36 * 1.05);
    }

    [Fact]
    public async Task Where_everything_is_uncertain_the_search_ends_all_the_same()
    {
        SearchOutcome outcome = await SearchAsync(s_rates with { Lowest = 1, Highest = 100 }, _ => LevelVerdict.Uncertain);
        Assert.Equal((SearchEnd.Uncertain, null, null), (outcome.End, outcome.HighestPass, outcome.LowestFail));
        Assert.Equal((1, 100), (_measured.Min(step => step.Level), _measured.Max(step => step.Level)));
    }

    [Fact]
    public async Task A_search_ends_when_its_time_is_spent()
    {
        SearchOutcome outcome = await SearchAsync(s_rates with { BudgetS = 35 }, level => level <= 137 ? LevelVerdict.Pass : LevelVerdict.Fail);
        Assert.Equal((SearchEnd.OutOfTime, 4, 40), (outcome.End, outcome.Steps.Count, outcome.SpentS));
        Assert.Equal((80.0, null), (outcome.HighestPass, outcome.LowestFail));
    }

    [Fact]
    public async Task A_client_that_cannot_make_the_load_ends_it()
    {
        SearchOutcome outcome = await SearchAsync(s_rates, level => level > 50 ? LevelVerdict.Invalid : LevelVerdict.Pass);
        Assert.Equal((SearchEnd.ClientBound, 40.0, null), (outcome.End, outcome.HighestPass, outcome.LowestFail));
        Assert.Equal(80, outcome.Steps[^1].Level);
    }

    [Fact]
    public async Task A_search_that_was_broken_off_goes_on_where_it_ended()
    {
        static LevelVerdict Judge(double level) => level <= 137 ? LevelVerdict.Pass : LevelVerdict.Fail;
        SearchOutcome whole = await SearchAsync(s_rates, Judge);
        for (int made = 0; made < whole.Steps.Count; made++)
        {
            _measured.Clear();
            var search = new CapacitySearch(s_rates, (level, repeat, _) => Measure(level, repeat, Judge(level)), whole.Steps.Take(made));
            SearchOutcome resumed = await search.RunAsync(CancellationToken.None);
            Assert.Equal(whole.Steps, resumed.Steps);
            Assert.Equal(whole.Steps.Skip(made).Select(step => (step.Level, step.Repeat)), _measured);
        }
    }

    [Fact]
    public async Task Each_step_is_told_before_the_next_begins()
    {
        var told = new List<int>();
        var search = new CapacitySearch(s_rates, (level, repeat, _) =>
        {
            Assert.Equal(_measured.Count, told.Count);
            return Measure(level, repeat, level <= 137 ? LevelVerdict.Pass : LevelVerdict.Fail);
        })
        {
            Told = outcome =>
            {
                told.Add(outcome.Steps.Count);
                Assert.Equal(outcome.Steps.Where(step => step.Verdict == LevelVerdict.Pass).Max(step => (double?)step.Level), outcome.HighestPass);
            },
        };
        SearchOutcome outcome = await search.RunAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, outcome.Steps.Count), told);
        Assert.Equal(outcome.HighestPass, outcome.AtHighestPass!.Level);
    }

    [Fact]
    public void Levels_that_cannot_be_meant_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SearchBracket(s_rates with { Lowest = 11 }));
        Assert.Throws<ArgumentException>(() => new SearchBracket(s_rates with { Highest = 9 }));
        Assert.Throws<ArgumentException>(() => new SearchBracket(s_rates with { Precision = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SearchBracket(s_rates).Add(10, LevelVerdict.Invalid));
    }

    private Task<SearchOutcome> SearchAsync(SearchOptions options, Func<double, LevelVerdict> judge) => SearchAsync(options, (level, _) => judge(level));

    private Task<SearchOutcome> SearchAsync(SearchOptions options, Func<double, int, LevelVerdict> judge) =>
        new CapacitySearch(options, (level, repeat, _) => Measure(level, repeat, judge(level, repeat))).RunAsync(CancellationToken.None);

    private Task<LevelMeasurement> Measure(double level, int repeat, LevelVerdict verdict)
    {
        _measured.Add((level, repeat));
        return Task.FromResult(new LevelMeasurement { Level = level, Repeat = repeat, Verdict = verdict, Reason = "", Requests = 1000, SpentS = 10 });
    }
}
