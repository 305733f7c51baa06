using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Cli.Checking;
using LoadGen.Cli.Options;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Searching;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen check</c>: does this endpoint keep its SLA?</summary>
internal static class CheckCommand
{
    private const string Description = """
        Hold an endpoint to an SLA under the SLA's load, and give a verdict with its statistics: pass, fail, or not enough evidence.
        docs/sla.md describes SLA files and verdicts, docs/check.md the command, the search and the evidence.

        Examples:
          The verdict, and JUnit XML for a CI job:
            loadgen check sla.yaml --url http://127.0.0.1:8000 --junit verdict.xml
          MLPerf's limits, with all of the load and one look at its end:
            loadgen check llama-2-70b-server --url http://127.0.0.1:8000 --no-stop-early
          The highest rate that keeps the SLA, to 2%, in at most two hours:
            loadgen check sla.yaml --url http://127.0.0.1:8000 --find-max rate --from 1 --to 200 --precision 0.02 --max-time 2h
          Evidence that someone else handed over:
            loadgen check --verify evidence.tar.gz --digest 6c4f...

        Exit codes: 0 pass (of a search: found; of --verify: as the verdict that is verified); 1 fail, or the evidence is not what it was; 2 bad usage or SLA;
        3 target unreachable; 4 measurement invalid: it holds more of the client's own doing than the bounds allow; 5 not enough evidence; 130 interrupted
        (the folder holds what was measured).
        """;

    public static Command Create()
    {
        var command = new Command("check", Description);
        var options = new CheckArguments();
        options.AddTo(command);
        command.SetAction((parse, _) => RunAsync(parse, options));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CheckArguments options)
    {
        var problems = new Problems();
        if (options.ReadVerify(parse, problems) is { } verify)
        {
            problems.ThrowIfAny();
            return Verification.Run(verify);
        }

        var configuration = new JsonObject();
        CheckChoice? choice = options.Read(parse, problems);
        TargetChoice? target = options.ReadTarget(parse, problems, configuration);
        OutputChoice output = options.ReadOutput(parse, choice?.Sla ?? "", problems, configuration);
        problems.ThrowIfAny();
        var source = SlaSource.Open(choice!.Sla);
        using var stop = new StopSignal();
        return choice.Search is { } search
            ? await SearchAsync(new SearchSession(source, choice, search, target!, output), configuration, choice.Json, stop.Token)
            : await CheckAsync(source, choice, target!, output, configuration, stop.Token);
    }

    private static async Task<int> CheckAsync(
        SlaSource source, CheckChoice choice, TargetChoice target, OutputChoice output, JsonObject configuration, CancellationToken cancellation)
    {
        var problems = new Problems();
        WorkloadChoice? workload = new LoadArguments(source, choice).Read(target, problems, configuration);
        problems.ThrowIfAny();
        var judged = new JudgeOptions { StopEarly = choice.StopEarly, PlannedRequests = workload!.Requests };
        var session = new CheckSession(source, source.Sla, judged) { PacksEvidence = true };
        CheckReport report = await session.RunAsync(target, workload, output, configuration, cancellation);
        if (report.Verdict is { } verdict)
        {
            CheckOutput.Write(report, verdict, choice);
            report = report with { Failure = (choice.JUnit is { } path ? CheckOutput.WriteJUnit(verdict, path) : null) ?? report.Failure };
        }
        else
        {
            Console.Out.WriteLine($"Results: {report.Run.Folder}");
        }

        if (report.Message is { } message)
        {
            Console.Error.WriteLine("loadgen: " + message);
        }

        return report.ExitCode;
    }

    private static async Task<int> SearchAsync(SearchSession session, JsonObject configuration, bool json, CancellationToken cancellation)
    {
        SearchReport report = await session.RunAsync(configuration, cancellation);
        if (json)
        {
            Console.Out.Write(SearchFile.Text(report.Document));
        }
        else
        {
            foreach (string line in SearchTable.Lines(report.Document))
            {
                Console.Out.WriteLine(line);
            }

            Console.Out.WriteLine($"Results: {report.Folder}");
        }

        if (report.Message is { } message)
        {
            Console.Error.WriteLine("loadgen: " + message);
        }

        return report.ExitCode;
    }
}
