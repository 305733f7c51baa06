using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Results;
using LoadGen.Evaluation.Running;
using LoadGen.Inference;
using LoadGen.Inference.Apis;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Transport.Timing;

namespace LoadGen.Evaluation.Tests.Support;

/// <summary>Whole evaluations over the loopback.</summary>
internal static class Evaluated
{
    /// <summary>Runs a plan against a server.</summary>
    public static async Task<(EvaluationDocument Evaluation, ResultDocument Run)> RunAsync(EvaluationPlan plan, Uri url, int concurrency = 2)
    {
        string path = Directory.CreateTempSubdirectory("loadgen-eval-").FullName;
        try
        {
            using RunFolder folder = RunFolder.Open(path, overwrite: false);
            var questions = new EvaluationWorkload(plan, PromptKinds.Messages);
            var book = new AnswerBook(plan, null);
            var options = new BenchOptions
            {
                Url = url,
                Api = new ChatCompletionsApi(),
                Generation = new GenerationOptions { Model = "m", IgnoreEos = false },
                PromptFormat = PromptFormat.Messages,
                Workload = questions,
                Answers = book,
                Concurrency = concurrency,
                Requests = plan.Trials,
            };
            RunOutcome outcome = await new BenchRun(options, new Nobody(), MonotonicClock.Instance).ExecuteAsync(folder, TestContext.Current.CancellationToken);
            ResultDocument run = new ResultWriter(options, About()).Build(outcome);
            return (EvaluationReport.Build(plan, await book.CloseAsync(), run, new AskedWith(0, concurrency, false)), run);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static RunDescription About() => new()
    {
        Tool = new ToolInfo("loadgen", "0", "0", "0"),
        Configuration = [],
        Seed = 3,
        ScheduleMode = "closed_loop",
        ScheduleDescription = "closed loop",
        Environment = EnvironmentInfo.Read(),
        FurtherFiles = [EvaluationDocument.FileName],
    };

    private sealed class Nobody : IRunObserver
    {
        public void OnInterval(BenchSnapshot snapshot)
        {
        }
    }
}
