using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Reporting;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen bench</c>: measures an endpoint.</summary>
internal static class BenchCommand
{
    private const string Description = """
        Drive an OpenAI-compatible endpoint with concurrent streams, stamp every token, and write the results.

        Examples:
          A closed loop of 64 streams, InferenceX's way:
            loadgen bench --url http://127.0.0.1:8000 --isl 1024 --osl 1024 --range-ratio 0.8 --concurrency 64
          20 requests a second for 5 minutes, Poisson arrivals:
            loadgen bench --url http://127.0.0.1:8000 --api completions --isl 512 --osl 128 --rate 20 --duration 5m
          A recorded trace, 10 times as fast:
            loadgen bench --url http://127.0.0.1:8000 --trace conversation.jsonl --trace-speed 10 --trace-limit 1000
          A hosted endpoint:
            loadgen bench --url https://api.example.com/v1 --model NAME --api-key-env API_KEY --no-ignore-eos --concurrency 4

        Exit codes: 0 done; 1 the run failed (nothing completed, or more than --max-failure-rate); 2 bad usage;
        3 target unreachable; 4 the measurement is invalid: it holds more of the client's own doing than the bounds allow
        (the result names each bound that was passed; --allow-invalid exits 0 all the same); 130 interrupted (the folder holds what was measured, marked partial).
        """;

    public static Command Create()
    {
        var command = new Command("bench", Description);
        var target = new TargetOptions();
        var workload = new WorkloadOptions();
        var output = new OutputOptions();
        var validity = new ValidityOptions();
        target.AddTo(command);
        workload.AddTo(command);
        output.AddTo(command);
        validity.AddTo(command);
        command.SetAction((parse, _) => RunAsync(parse, target, workload, output, validity));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parse, TargetOptions targetOptions, WorkloadOptions workloadOptions, OutputOptions outputOptions, ValidityOptions validityOptions)
    {
        var problems = new Problems();
        var configuration = new JsonObject();
        TargetChoice? target = targetOptions.Read(parse, problems, configuration);
        WorkloadChoice? workload = workloadOptions.Read(parse, target?.Api, problems, configuration);
        OutputChoice output = outputOptions.Read(parse, target?.Api.Name ?? "", problems, configuration) with { Validity = validityOptions.Read(parse, configuration) };
        problems.ThrowIfAny();
        using var stop = new StopSignal();
        BenchReport report = await BenchSession.RunAsync(target!, workload!, output, configuration, stop.Token);
        ResultTable.Write(report.Document, Console.Out);
        Console.Out.WriteLine($"Results: {report.Folder}");
        if (report.Verdict.Message is { } message)
        {
            Console.Error.WriteLine("loadgen: " + message);
        }

        return ExitCode.Of(report.Verdict.Kind);
    }
}
