using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using LoadGen.Results.Store;
using LoadGen.Results.Tests.Support;
using LoadGen.Shared.Evaluations;

namespace LoadGen.Results.Tests.Scores;

public sealed class RunScoresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_s_row_has_the_accuracy_of_every_task_of_its_folder()
    {
        Runs.Write(_folder, "a", Runs.Identity);
        _folder.Write("a/evals/gsm8k/evaluation.json", EvaluationText.Of("+++-"));
        _folder.Write("a/evals/gsm8k/result.json", "{}");
        _folder.Write("a/evals/gpqa/evaluation.json", EvaluationText.Of("+-", name: "other"));
        RowReading reading = RowReader.ReadFolder(_folder.Path);
        ResultRow row = Assert.Single(reading.Rows);
        Assert.Empty(reading.Problems);
        Assert.Equal(["gpqa", "gsm8k"], row.Scores.Select(score => score.Task));
        Assert.Equal((0.5, 0.4, 0.6, 2), (row.Scores[0].Accuracy, row.Scores[0].Low, row.Scores[0].High, row.Scores[0].Asked));
        Assert.Equal((0.75, 0.75, 4.0), (row.Metrics["accuracy:gsm8k"], row.Metrics["em_strict:gsm8k"], row.Metrics["n_eff:gsm8k"]));
        Assert.Equal(Math.Sqrt(0.75 * 0.25 / 4), row.Metrics["accuracy_se:gsm8k"], 12);
        Assert.True(row.Metrics.ContainsKey("tput_per_gpu"));
        Assert.Empty(row.Flags);
        Assert.Empty(row.Notes);
    }

    [Fact]
    public void A_run_that_was_an_evaluation_is_a_row_of_its_own_scenario()
    {
        Runs.Write(_folder, "a");
        string result = File.ReadAllText(Path.Combine(_folder.Path, "a/result.json"))
            .Replace("\"isl\":1024,\"osl\":128", "\"evaluation\":\"./mine/gsm8k.yaml\"", StringComparison.Ordinal);
        _folder.Write("a/result.json", result);
        _folder.Write("a/evaluation.json", EvaluationText.Of("++--"));
        ResultRow row = Assert.Single(RowReader.ReadFolder(_folder.Path).Rows);
        Assert.Equal(("eval:gsm8k", null), (row.Identity.Scenario, row.Identity.Isl));
        Assert.Equal(0.5, row.Metrics["accuracy:gsm8k"]);
        Assert.Equal(Path.Combine(_folder.Path, "a/evaluation.json"), Assert.Single(row.Scores).File);
    }

    [Theory]
    [InlineData("evals/gsm8k/evaluation.json", "not json", "evaluation.json:1: no evaluation.json")]
    [InlineData("evals/gsm8k/evaluation.json", """{"schema":"other","schema_version":1,"name":"","status":"","accuracy":null,"strict_accuracy":null,"answers":null}""", "its schema is other 1")]
    [InlineData("evals/gsm8k/result.json", "{}", "evals/gsm8k/evaluation.json does not exist")]
    public void An_evaluation_that_cannot_be_read_costs_a_note_and_not_the_row(string file, string text, string note)
    {
        Runs.Write(_folder, "a", Runs.Identity);
        _folder.Write($"a/{file}", text);
        ResultRow row = Assert.Single(RowReader.ReadFolder(_folder.Path).Rows);
        Assert.Empty(row.Scores);
        Assert.True(row.IsSound);
        Assert.Contains(note, Assert.Single(row.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_an_accuracy_another_than_the_model_s_own_is_noted()
    {
        Runs.Write(_folder, "a", Runs.Identity);
        _folder.Write("a/evals/gsm8k/evaluation.json", EvaluationText.Of("+++-", status: "partial", errors: 1));
        Assert.Equal(
            ["gsm8k: partial: 4 answers count", "gsm8k: 1 of 4 requests failed, and count as wrong"],
            Assert.Single(RowReader.ReadFolder(_folder.Path).Rows).Notes);
    }

    [Fact]
    public void Of_two_evaluations_of_one_task_the_run_s_own_counts_and_the_other_is_named()
    {
        Runs.Write(_folder, "a", Runs.Identity);
        _folder.Write("a/evaluation.json", EvaluationText.Of("++++"));
        _folder.Write("a/evals/gsm8k/evaluation.json", EvaluationText.Of("----"));
        ResultRow row = Assert.Single(RowReader.ReadFolder(_folder.Path).Rows);
        Assert.Equal(1, Assert.Single(row.Scores).Accuracy);
        Assert.StartsWith("gsm8k was asked twice, and ", Assert.Single(row.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_called_evals_that_is_in_no_run_is_a_folder_like_any_other()
    {
        Runs.Write(_folder, "evals/a", Runs.Identity);
        Assert.Single(RowReader.ReadFolder(_folder.Path).Rows);
    }

    [Fact]
    public void Tables_for_other_programs_have_accuracies_as_figures()
    {
        Runs.Write(_folder, "a", Runs.Identity);
        _folder.Write("a/evals/gsm8k/evaluation.json", EvaluationText.Of("+++-"));
        IReadOnlyList<ResultRow> rows = RowReader.ReadFolder(_folder.Path).Rows;
        using var csv = new StringWriter();
        RowDocument.WriteCsv(rows, csv);
        string[] lines = csv.ToString().Split('\n');
        Assert.Equal("0.75", lines[1].Split(',')[Array.IndexOf(lines[0].Split(','), "accuracy:gsm8k")]);
        Assert.Equal("gsm8k", TestData.Json(RowDocument.Json(rows))[0].GetProperty("scores")[0].GetProperty("task").GetString());
    }

    [Theory]
    [InlineData("accuracy:x", true)]
    [InlineData("em_strict:x", true)]
    [InlineData("accuracy_se:x", false)]
    [InlineData("em_strict_se:x", false)]
    [InlineData("n_eff:x", false)]
    public void Of_accuracies_more_is_better_and_of_their_errors_nothing_is_said(string key, bool isBetter)
    {
        Assert.Equal(isBetter, RowMetrics.IsMoreBetter(key));
        Assert.False(RowMetrics.IsLessBetter(key));
    }

    [Fact]
    public void An_accuracy_above_1_is_flagged() => Assert.Contains(
        "accuracy:x is 91.3: a share is 1 at most", RowChecks.Of(new Dictionary<string, double> { ["accuracy:x"] = 91.3 }, Runs.Identity));

    [Fact]
    public void Figures_of_a_score_that_says_little_are_few() => Assert.Equal(
        ["accuracy:t"], ScoreFigures.Of([new TaskScore { Task = "t", Accuracy = 0 }]).Select(figure => figure.Key));
}
