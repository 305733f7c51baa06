using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Results;
using LoadGen.Evaluation.Showing;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen eval</c>: how well a model answers, beside how fast.</summary>
internal static class EvalCommand
{
    private const string Description = """
        Ask a model the questions of a data set, score its answers, and write the accuracy beside the throughput of the same run.
        docs/evaluation.md describes evaluations, data sets and evaluation.json.

        Examples:
          The whole test split, with examples of the training split:
            loadgen eval gsm8k --url http://127.0.0.1:8000 --dataset test.jsonl --few-shot-file train.jsonl --concurrency 64
          A gate: exit with 1 below 90%:
            loadgen eval gsm8k --url http://127.0.0.1:8000 --dataset test.jsonl --min-accuracy 0.9
          Every question four times:
            loadgen eval gpqa --url http://127.0.0.1:8000 --dataset gpqa.jsonl --repeats 4 --temperature 0.6
          Is FP8 worse than BF16, or is it chance?
            loadgen eval --compare results/bf16 results/fp8
          An evaluation of one's own, and what it asks first:
            loadgen eval mine.yaml --dataset mine.jsonl --show-prompt

        Exit codes: 0 done; 1 the run failed (nothing completed, or more than --max-failure-rate), the accuracy is below --min-accuracy, or
        --compare found a drop; 2 bad usage, evaluation or data set; 3 target unreachable; 130 interrupted (what was asked is scored, and marked partial).
        """;

    public static Command Create()
    {
        var command = new Command("eval", Description);
        var options = new EvalArguments();
        options.AddTo(command);
        Option<bool> untilEof = Syntax.Flag("--until-eof", "End, as at Ctrl-C, when standard input does: an evaluation that a program started is gone with it.");
        command.Options.Add(untilEof);
        command.SetAction((parse, _) => RunAsync(parse, options, parse.GetValue(untilEof)));
        return command;
    }

    private static Task<int> RunAsync(ParseResult parse, EvalArguments options, bool endsWithInput)
    {
        var problems = new Problems();
        if (options.ReadCompare(parse, problems) is { } compare)
        {
            problems.ThrowIfAny();
            return Task.FromResult(Compare(compare));
        }

        var configuration = new JsonObject();
        EvalChoice choice = options.Read(parse, problems, configuration);
        if (choice.ShowPrompt)
        {
            problems.ThrowIfAny();
            Show(EvalSetup.Plan(choice));
            return Task.FromResult(ExitCode.Ok);
        }

        TargetChoice? target = options.ReadTarget(parse, problems, configuration);
        OutputChoice output = options.ReadOutput(parse, choice.Evaluation, problems, configuration);
        problems.ThrowIfAny();
        return EvaluateAsync(choice, target!, output, configuration, endsWithInput);
    }

    private static async Task<int> EvaluateAsync(EvalChoice choice, TargetChoice target, OutputChoice output, JsonObject configuration, bool endsWithInput)
    {
        using var stop = new StopSignal();
        using var eof = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        _ = endsWithInput ? InputEnd.CancelAsync(eof) : Task.CompletedTask;
        EvalReport report = await EvalSession.RunAsync(choice, target, output, configuration, eof.Token);
        EvaluationTable.Write(report.Evaluation, Console.Out);
        Console.Out.WriteLine($"Results: {report.Run.Folder}");
        if (report.Run.Verdict.Message is { } message)
        {
            Console.Error.WriteLine("loadgen: " + message);
        }

        int exit = ExitCode.Of(report.Run.Verdict.Kind);
        if (exit == ExitCode.Ok && choice.MinAccuracy is { } least && report.Evaluation.Accuracy is var accuracy && accuracy.Share < least)
        {
            string sure = accuracy.High >= least ? "; its interval reaches it" : "; so is its whole interval";
            Console.Error.WriteLine(FormattableString.Invariant($"loadgen: the accuracy, {EvaluationTable.Accuracy(accuracy)}, is below --min-accuracy {least}{sure}"));
            return ExitCode.Failed;
        }

        return exit;
    }

    private static int Compare(CompareChoice choice)
    {
        var comparison = EvaluationComparison.Of(EvaluationDocumentFile.Read(choice.Before), EvaluationDocumentFile.Read(choice.After), choice.Alpha);
        ComparisonTable.Write(comparison, Console.Out);
        return comparison.IsDrop ? ExitCode.Failed : ExitCode.Ok;
    }

    private static void Show(EvaluationPlan plan)
    {
        Console.Out.WriteLine(plan.Prompts.Text(plan[0]));
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Expected: {plan[0].Expected}");
    }
}
