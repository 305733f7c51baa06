using LoadGen.Results.Comparing;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using LoadGen.Results.Store;
using LoadGen.Results.Tests.Support;
using LoadGen.Shared.Evaluations;

namespace LoadGen.Results.Tests.Scores;

public sealed class ScoreDiffTests : IDisposable
{
    private static readonly string s_right = new('+', 20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(12, FigureVerdict.Regression, 0.0078125)]
    [InlineData(18, FigureVerdict.Noise, 0.5)]
    [InlineData(20, FigureVerdict.Noise, 1)]
    public void Answers_are_paired_question_by_question(int right, FigureVerdict verdict, double p)
    {
        FigureDiff figure = Accuracy(Diff(Run("before", s_right), Run("after", Right(right))));
        Assert.Equal((verdict, IntervalMethod.Questions), (figure.Verdict, figure.Method));
        Assert.Equal(p, figure.PValue!.Value, 9);
        Assert.Equal((1.0, right / 20.0), (figure.Before, figure.After));
        Assert.InRange(figure.Change!.Value, figure.ChangeLow!.Value, figure.ChangeHigh!.Value);
    }

    [Fact]
    public void A_gain_is_an_improvement_and_a_drop_below_the_bound_a_regression_all_the_same()
    {
        Assert.Equal(FigureVerdict.Improvement, Accuracy(Diff(Run("a", Right(12)), Run("b", s_right))).Verdict);
        string many = new('+', 1_000);
        DiffReport report = Diff(Run("c", many), Run("d", new string('-', 10) + many[10..]), new DiffOptions { Bound = 0.05 });
        Assert.Equal(FigureVerdict.Regression, Accuracy(report).Verdict);
        Assert.Equal(1, report.Regressions);
    }

    [Fact]
    public void Repeats_are_asked_together()
    {
        IReadOnlyList<ResultRow> before = [.. Run("a1", s_right), .. Run("a2", s_right)];
        IReadOnlyList<ResultRow> after = [.. Run("b1", s_right), .. Run("b2", Right(12))];
        FigureDiff figure = Accuracy(Diff(before, after));
        Assert.Equal((FigureVerdict.Regression, 0.8), (figure.Verdict, figure.After));
        Assert.Equal(0.0078125, figure.PValue!.Value, 9);
    }

    [Fact]
    public void Where_answers_are_not_known_standard_errors_decide()
    {
        ResultRow row = Run("a", Right(10))[0];
        ResultRow Of(double accuracy, double? error) => row with { Scores = [new TaskScore { Task = "gsm8k", Accuracy = accuracy, StandardError = error }] };
        FigureDiff figure = Accuracy(Diff([Of(0.95, 0.006)], [Of(0.92, 0.007)]));
        Assert.Equal((FigureVerdict.Regression, IntervalMethod.StandardErrors), (figure.Verdict, figure.Method));
        double half = 1.959963984540054 * Math.Sqrt((0.006 * 0.006) + (0.007 * 0.007));
        Assert.Equal((-0.03 - half) / 0.95, figure.ChangeLow!.Value, 5);
        Assert.Equal(FigureVerdict.Noise, Accuracy(Diff([Of(0.95, 0.02)], [Of(0.92, 0.02)])).Verdict);
        Assert.Equal(FigureVerdict.Unknown, Accuracy(Diff([Of(0.95, null)], [Of(0.5, 0.01)])).Verdict);
    }

    [Fact]
    public void Other_questions_under_one_id_are_not_paired()
    {
        FigureDiff figure = Accuracy(Diff(Run("a", Right(15)), Run("b", Right(14), hash: "other")));
        Assert.Equal(IntervalMethod.StandardErrors, figure.Method);
        Assert.Null(figure.PValue);
    }

    [Fact]
    public void A_task_that_nobody_asks_any_more_is_said()
    {
        ResultRow after = Run("b", s_right)[0];
        DiffReport report = Diff(Run("a", s_right), [after with { Scores = [] }]);
        Assert.DoesNotContain(report.Points[0].Figures, figure => figure.Metric == "accuracy:gsm8k");
        Assert.EndsWith("the accuracy of gsm8k was measured before alone", Assert.Single(report.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void Named_figures_are_all_that_is_looked_at()
    {
        var options = new DiffOptions { Metrics = ["median_ttft"], HasScores = false };
        Assert.Equal(["median_ttft"], Diff(Run("a", s_right), Run("b", Right(5)), options).Points[0].Figures.Select(figure => figure.Metric));
        options = new DiffOptions { Metrics = ["accuracy:gsm8k"], HasScores = false };
        Assert.Equal(FigureVerdict.Regression, Assert.Single(Diff(Run("c", s_right), Run("d", Right(5)), options).Points[0].Figures).Verdict);
    }

    [Fact]
    public void Side_by_side_accuracies_stand_below_the_figures()
    {
        (string, IReadOnlyList<ResultRow> Rows)[] sets = [("a", Run("a", s_right)), ("b", Run("b", Right(10)))];
        var comparison = ResultComparison.Of(sets, ResultComparison.MetricsOf(sets.SelectMany(set => set.Rows)));
        ComparisonLine line = comparison.Lines[^1];
        Assert.Equal("accuracy:gsm8k", line.Metric);
        Assert.Equal([1.0, 0.5], line.Values);
    }

    private static string Right(int count) => new string('+', count) + new string('-', 20 - count);

    private IReadOnlyList<ResultRow> Run(string name, string answers, string hash = "h")
    {
        Runs.Write(_folder, name, Runs.Identity);
        _folder.Write($"{name}/evals/gsm8k/evaluation.json", EvaluationText.Of(answers, hash: hash));
        return RowReader.ReadFolder(Path.Combine(_folder.Path, name)).Rows;
    }

    private static DiffReport Diff(IReadOnlyList<ResultRow> before, IReadOnlyList<ResultRow> after, DiffOptions? options = null) =>
        ResultDiff.Of(before, after, options ?? new DiffOptions());

    private static FigureDiff Accuracy(DiffReport report) => Assert.Single(report.Points[0].Figures, figure => figure.Metric == "accuracy:gsm8k");
}
