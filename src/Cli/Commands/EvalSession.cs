using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Results;
using LoadGen.Evaluation.Running;
using LoadGen.Evaluation.Settings;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Transport.Timing;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Cli.Commands;

/// <summary>Runs an evaluation: a benchmark whose prompts are questions and whose answers are scored.</summary>
internal static class EvalSession
{
    public static async Task<EvalReport> RunAsync(EvalChoice choice, TargetChoice target, OutputChoice output, JsonObject configuration, CancellationToken cancellation)
    {
        EvaluationPlan plan = EvalSetup.Plan(choice);
        target = target with { Generation = EvalSetup.Generation(target, plan.File) };
        Describe(configuration, plan, target);
        WorkloadChoice workload = Workload(choice, plan, target);
        Notice(choice, plan);
        IReadOnlyList<HostFinding> host = await HostGate.PassAsync(target, workload, cancellation);
        using RunFolder folder = RunFolder.Open(output.Folder, output.Overwrite);
        target = await BenchSession.WithModelAsync(target, configuration, cancellation);
        using AnswerFile? answers = choice.SaveAnswers ? new AnswerFile(folder.Create(AnswerFile.Name)) : null;
        var book = new AnswerBook(plan, answers);
        BenchOptions options = BenchSession.Options(target, workload, output) with { Answers = book };
        RunDescription about = BenchSession.About(workload, output, configuration, host) with
        {
            FurtherFiles = choice.SaveAnswers ? [EvaluationDocument.FileName, AnswerFile.Name] : [EvaluationDocument.FileName],
        };
        using RunView view = BenchSession.View(output);
        RunOutcome outcome = await new BenchRun(options, view.Observer, MonotonicClock.Instance).ExecuteAsync(folder, cancellation);
        view.Dispose();
        IReadOnlyList<TrialResult> results = await book.CloseAsync();
        var writer = new ResultWriter(options, about);
        EvaluationDocument evaluation = EvaluationReport.Build(
            plan, results, writer.Build(outcome), new AskedWith(target.Generation.Temperature, workload.Concurrency ?? 1, target.Generation.ExtraBody is not null));

        // Before result.json, whose presence says that the run is over.
        IOException? failure = Write(folder, evaluation) ?? book.WriteFailure;

        // The accuracy stands however busy this client was: its times may not, which result.json says and no exit code.
        OutputChoice lenient = output with { Validity = output.Validity with { AllowInvalid = true } };
        BenchReport report = BenchSession.Write(writer, folder, outcome, lenient);
        return new EvalReport(
            failure is null || report.Verdict.Kind != RunVerdictKind.Valid
                ? report
                : report with { Verdict = new RunVerdict(RunVerdictKind.Failed, $"a file of the evaluation could not be written to {folder.Path} ({RunFolder.Reason(failure)}); its figures are above") },
            evaluation);
    }

    // What the run does not end with, and whoever reads its figures should know.
    private static void Notice(EvalChoice choice, EvaluationPlan plan)
    {
        foreach (BadLine line in plan.Skipped)
        {
            BenchSession.Notice($"skipped {line}");
        }

        if (choice.Dataset is null && EvaluationSource.BuiltIn.Contains(choice.Evaluation))
        {
            BenchSession.Notice($"{plan.Questions} sample questions of ours are asked, which measure little; --dataset FILE names the real ones (docs/evaluation.md)");
        }

        if (plan.File.Generation is { Repeats: > 1, Temperature: 0 } && plan[0].Choices.Count == 0)
        {
            BenchSession.Notice("each question is asked several times at temperature 0: the answers will be much alike; --temperature sets another");
        }
    }

    private static IOException? Write(RunFolder folder, EvaluationDocument evaluation)
    {
        try
        {
            folder.ReleaseReserve();
            folder.WriteDocument(EvaluationDocument.FileName, stream => EvaluationReport.Write(stream, evaluation));
            return null;
        }
        catch (IOException e)
        {
            return e;
        }
    }

    private static WorkloadChoice Workload(EvalChoice choice, EvaluationPlan plan, TargetChoice target)
    {
        if (!target.Api.Traits.Generates)
        {
            throw new UsageException($"--api {target.Api.Name}: it generates no answers; accepted: an API that does, such as chat");
        }

        EvaluationWorkload questions;
        try
        {
            questions = new EvaluationWorkload(plan, target.Api.Traits.Prompts);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--api {target.Api.Name}: {e.Message}; questions need an API that takes messages or text, such as chat");
        }

        int concurrency = Math.Min(choice.Concurrency, plan.Trials);
        return new WorkloadChoice(questions, questions, PromptFormat.Messages, null, choice.Seed)
        {
            Concurrency = concurrency,
            Requests = plan.Trials,
            Mode = "closed_loop",
            ScheduleDescription = FormattableString.Invariant($"closed loop, {concurrency} streams"),
        };
    }

    private static void Describe(JsonObject configuration, EvaluationPlan plan, TargetChoice target)
    {
        configuration["dataset"] = plan.Set.File;
        configuration["few_shot"] = plan.File.FewShot.Count;
        configuration["repeats"] = plan.File.Generation.Repeats;
        configuration["max_tokens"] = plan.File.Generation.MaxTokens;
        configuration["temperature"] = target.Generation.Temperature;
        configuration["ignore_eos"] = false;
        configuration["extra_body"] = target.Generation.ExtraBody is { } extra ? JsonObject.Create(extra) : null;
    }
}

/// <summary>An evaluation's result, and its run's.</summary>
internal sealed record EvalReport(BenchReport Run, EvaluationDocument Evaluation);
