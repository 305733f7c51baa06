using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using LoadGen.Results.Store;
using LoadGen.Results.Tests.Support;
using LoadGen.Shared.Evaluations;

namespace LoadGen.Results.Tests.Scores;

public sealed class ScoreRowsTests : IDisposable
{
    private const string Collected = """
        {"is_multinode":false,"model_prefix":"gptoss","model":"openai/gpt-oss-120b","hw":"H200","framework":"vllm","precision":"fp4","spec_decoding":"none","isl":1024,"osl":1024,
         "tp":8,"ep":1,"prefill_tp":8,"prefill_ep":1,"prefill_num_workers":1,"decode_tp":8,"decode_ep":1,"decode_num_workers":1,"conc":64,"dp_attention":"false",
         "prefill_dp_attention":"false","decode_dp_attention":"false","task":"gsm8k","em_strict":0.91,"em_strict_se":0.008,"em_flexible":0.93,"em_flexible_se":0.007,
         "n_eff":1319,"source":"eval_results/a/results_1.json","score":0.91,"score_name":"em_strict","score_se":0.008}
        """;

    private const string Aggregated = """
        {"hw":"h200-cw_0","conc":64,"image":"img","model":"openai/gpt-oss-120b","infmax_model_prefix":"gptoss","framework":"vllm","precision":"fp4","spec_decoding":"none",
         "disagg":false,"isl":1024,"osl":1024,"is_multinode":false,"tp":8,"pp":1,"ep":1,"dp_attention":"false","tput_per_gpu":100,"output_tput_per_gpu":40,"input_tput_per_gpu":60}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_collected_row_is_a_score_of_its_configuration()
    {
        ResultRow row = Read(_folder.Write("agg_eval_all.json", $"[{Collected}]"));
        Assert.Equal(("h200", "gptoss", 64, 8), (row.Identity.Hardware, row.Identity.Model, row.Identity.Concurrency, row.Identity.Gpus));
        TaskScore score = Assert.Single(row.Scores);
        Assert.Equal((0.93, 0.007, 0.91, 1319), (score.Accuracy, score.StandardError, score.Strict, score.Asked));
        Assert.InRange(score.Low!.Value, 0.914, 0.916);
        Assert.Equal((0.93, 0.91), (row.Metrics["accuracy:gsm8k"], row.Metrics["em_strict:gsm8k"]));
        Assert.Empty(row.Flags);
    }

    [Theory]
    [InlineData("\"em_flexible\":null", 0.91, 0.008)]
    [InlineData("\"em_flexible\":null,\"em_strict\":null,\"score\":0.4,\"score_se\":0.03", 0.4, 0.03)]
    [InlineData("\"em_flexible\":null,\"score_name\":\"accuracy\",\"score\":0.5,\"score_se\":0.02", 0.5, 0.02)]
    public void An_accuracy_is_the_flexible_one_else_the_score(string fields, double accuracy, double error)
    {
        TaskScore score = Assert.Single(Read(_folder.Write("rows.json", Collected.TrimEnd('}') + "," + fields + "}")).Scores);
        Assert.Equal((accuracy, error), (score.Accuracy, score.StandardError));
    }

    [Fact]
    public void A_row_without_any_score_is_none()
    {
        RowReading reading = InferenceXRows.Read(_folder.Write("rows.json", Collected.TrimEnd('}') + ",\"em_flexible\":null,\"em_strict\":null,\"score\":null}"));
        Assert.Empty(reading.Rows);
        Assert.Contains("task and a score", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_goes_to_the_row_of_its_configuration()
    {
        _folder.Write("a/agg_x.json", Aggregated);
        _folder.Write("b/agg_eval_all.json", $"[{Collected},{Collected.Replace("gsm8k", "gpqa", StringComparison.Ordinal)}]");
        ResultRow row = Assert.Single(InferenceXRows.Read(_folder.Path).Rows);
        Assert.Equal((100.0, 0.93, 0.93), (row.Metrics["tput_per_gpu"], row.Metrics["accuracy:gsm8k"], row.Metrics["accuracy:gpqa"]));
        Assert.Equal(["gpqa", "gsm8k"], row.Scores.Select(score => score.Task).Order());
    }

    [Theory]
    [InlineData("\"conc\":64", "\"conc\":32")]
    [InlineData("\"precision\":\"fp4\"", "\"precision\":\"fp8\"")]
    [InlineData("\"tp\":8", "\"tp\":4")]
    public void A_score_of_another_configuration_stays_by_itself(string field, string other)
    {
        _folder.Write("a/agg_x.json", Aggregated.Replace(field, other, StringComparison.Ordinal));
        _folder.Write("b/agg_eval_all.json", Collected);
        Assert.Equal(2, InferenceXRows.Read(_folder.Path).Rows.Count);
    }

    [Fact]
    public void A_score_that_two_rows_could_have_stays_by_itself()
    {
        _folder.Write("a/agg_x.json", Aggregated);
        _folder.Write("a/agg_y.json", Aggregated.Replace("\"image\":\"img\"", "\"image\":\"newer\"", StringComparison.Ordinal));
        _folder.Write("b/agg_eval_all.json", Collected);
        IReadOnlyList<ResultRow> rows = InferenceXRows.Read(_folder.Path).Rows;
        Assert.Equal([0, 0, 1], rows.Select(row => row.Scores.Count).Order());
    }

    [Fact]
    public void An_artifact_is_what_the_collector_makes_of_it()
    {
        Artifact("eval_a", """{"is_multinode":false,"infmax_model_prefix":"gptoss","hw":"h200","framework":"vllm","precision":"fp4","spec_decoding":"none","tp":8,"ep":1,"conc":64,"dp_attention":false,"isl":1024,"osl":1024}""");
        _folder.Write("eval_a/results_1.json", LmEval(0.9));
        ResultRow row = Assert.Single(InferenceXRows.Read(_folder.Path).Rows);
        TaskScore score = Assert.Single(row.Scores);
        Assert.Equal(("gsm8k", 0.92, 0.01, 0.9, 10), (score.Task, score.Accuracy, score.StandardError, score.Strict, score.Asked));
        Assert.Equal(("gptoss", "test-model", 64), (row.Identity.Model, row.Identity.ModelName, row.Identity.Concurrency));
    }

    [Fact]
    public void Of_a_batch_each_completed_concurrency_is_a_row()
    {
        Artifact("eval_b", """
            {"is_multinode":true,"infmax_model_prefix":"gptoss","hw":"gb200","framework":"dynamo-sglang","precision":"fp8","spec_decoding":"none","isl":8192,"osl":1024,"prefill_tp":4,
             "prefill_ep":1,"prefill_num_workers":1,"decode_tp":8,"decode_ep":1,"decode_num_workers":2,"eval_concs":[4,16,64],"completed_eval_concs":[4,16],"conc":4}
            """);
        foreach ((int conc, double score) in new[] { (4, 0.9), (16, 0.91), (64, 0.5) })
        {
            _folder.Write($"eval_b/results_test_conc{conc}.json", LmEval(score));
        }

        IReadOnlyList<ResultRow> rows = InferenceXRows.Read(_folder.Path).Rows;
        Assert.Equal([4, 16], rows.Select(row => row.Identity.Concurrency!.Value));
        Assert.Equal([0.9, 0.91], rows.Select(row => row.Scores[0].Strict!.Value));
        Assert.Equal((true, 4, 16), (rows[0].Identity.Disaggregated, rows[0].Identity.Prefill!.Gpus, rows[0].Identity.Decode.Gpus));
    }

    [Fact]
    public void An_artifact_of_an_evaluation_that_came_to_no_end_is_named()
    {
        Artifact("eval_c", """{"hw":"h200"}""");
        RowReading reading = InferenceXRows.Read(_folder.Path);
        Assert.Empty(reading.Rows);
        Assert.EndsWith("eval_c: meta_env.json without a result of lm-eval's: no evaluation that is over", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Artifact("eval_c", "{");
        Assert.Contains("eval_c: cannot be read", Assert.Single(InferenceXRows.Read(_folder.Path).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Imported_an_artifact_stays_a_folder_and_is_taken_once()
    {
        Artifact("source/eval_a", """{"infmax_model_prefix":"gptoss","hw":"h200","framework":"vllm","precision":"fp4","tp":8,"conc":64,"isl":1024,"osl":1024}""");
        _folder.Write("source/eval_a/results_1.json", LmEval(0.9));
        _folder.Write("source/agg_x.json", Aggregated);
        string results = Path.Combine(_folder.Path, "results");
        ImportReport report = Importer.Import(Path.Combine(_folder.Path, "source"), results);
        Assert.Equal(["agg_x.json", "eval_a/meta_env.json", "eval_a/results_1.json"], report.Copied.Select(file => Path.GetRelativePath(Path.Combine(results, "imported"), file)).Order(StringComparer.Ordinal));
        Assert.Empty(Importer.Import(Path.Combine(_folder.Path, "source"), results).Copied);
        ResultRow row = Assert.Single(RowReader.ReadFolder(results).Rows);
        Assert.Equal((100.0, 0.92), (row.Metrics["tput_per_gpu"], row.Metrics["accuracy:gsm8k"]));
    }

    [Fact]
    public void What_is_written_has_the_collector_s_fields_in_their_order_and_is_read_again()
    {
        Runs.Write(_folder, "p", Runs.Identity);
        _folder.Write("p/evals/gsm8k/evaluation.json", EvaluationText.Of("+++-"));
        string run = Path.Combine(_folder.Path, "p");
        ScoreDocument.WriteFile(run, "p", Runs.Identity);
        string file = Path.Combine(run, "agg_eval_p.json");
        JsonElement written = TestData.Json(File.ReadAllText(file))[0];
        Assert.Equal(TestData.Json(Collected).EnumerateObject().Select(field => field.Name), written.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("H200", 0.75, "em_strict", "evals/gsm8k/evaluation.json"), (
            written.GetProperty("hw").GetString(), written.GetProperty("score").GetDouble(), written.GetProperty("score_name").GetString(), written.GetProperty("source").GetString()));
        ResultRow row = Read(file);
        Assert.Equal(PointKey.Of(Runs.Identity), PointKey.Of(row.Identity));
        Assert.Equal(0.75, row.Metrics["accuracy:gsm8k"]);
    }

    [Fact]
    public void A_pair_is_written_by_roles_and_read_as_one()
    {
        PointIdentity pair = Runs.Identity with
        {
            Disaggregated = true, Prefill = new WorkerShape { Tp = 4, Workers = 2, Gpus = 8 }, Decode = new WorkerShape { Tp = 8, Ep = 8, DpAttention = true, Gpus = 8 },
        };
        using var stream = new MemoryStream();
        ScoreDocument.Write(stream, pair, [new TaskScore { Task = "t", Accuracy = 0.5 }]);
        JsonElement written = TestData.Json(System.Text.Encoding.UTF8.GetString(stream.ToArray()))[0];
        Assert.Equal((true, "prefill=false,decode=true", "accuracy"), (
            written.GetProperty("is_multinode").GetBoolean(), written.GetProperty("dp_attention").GetString(), written.GetProperty("score_name").GetString()));
        ResultRow row = Assert.Single(InferenceXRows.Parse(written, "x", default).Rows);
        Assert.Equal(PointKey.Of(pair), PointKey.Of(row.Identity));
    }

    [Fact]
    public void A_run_without_evaluations_gets_no_file()
    {
        ScoreDocument.WriteFile(Runs.Write(_folder, "p", Runs.Identity), "p", Runs.Identity);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "p", "agg_eval_p.json")));
    }

    private void Artifact(string folder, string meta) => _folder.Write($"{folder}/meta_env.json", meta);

    private static ResultRow Read(string file) => Assert.Single(InferenceXRows.Read(file).Rows);

    private static string LmEval(double strict) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$$$"""
        {"lm_eval_version":"0.4.0","model_name":"test-model",
         "results":{"gsm8k":{"exact_match,strict-match":{{{{strict}}}},"exact_match_stderr,strict-match":0.02,"exact_match,flexible-extract":0.92,"exact_match_stderr,flexible-extract":0.01}},
         "configs":{"gsm8k":{"metric_list":[{"metric":"exact_match"}],"filter_list":[{"name":"strict-match"},{"name":"flexible-extract"}]}},
         "n-samples":{"gsm8k":{"effective":10}}}
        """);
}
