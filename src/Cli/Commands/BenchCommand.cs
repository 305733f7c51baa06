using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Clients;
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
          The same as text, each prompt exactly as long as drawn, chat template included:
            loadgen bench --url http://127.0.0.1:8000 --isl 1024 --osl 1024 --range-ratio 0.8 --concurrency 64 --tokenizer models/llama
          20 requests a second for 5 minutes, Poisson arrivals:
            loadgen bench --url http://127.0.0.1:8000 --api completions --isl 512 --osl 128 --rate 20 --duration 5m
          A recorded trace, 10 times as fast:
            loadgen bench --url http://127.0.0.1:8000 --trace conversation.jsonl --trace-speed 10 --trace-limit 1000
          Conversations turn by turn, 32 at once, with pauses of 5 s on average:
            loadgen bench --url http://127.0.0.1:8000 --sessions chats.jsonl --concurrency 32 --think-time exp:5s
          The GPUs' power beside it, or no result:
            loadgen bench --url http://127.0.0.1:8000 --isl 1024 --osl 1024 --concurrency 64 --require-power --gpus 0,1
          Four nodes of a Slurm cluster, 4,096 streams together:
            loadgen bench --url http://engine:8000 --isl 1024 --osl 1024 --concurrency 4096 --slurm-ntasks 4 --srun-option=--nodes=4
          A hosted endpoint:
            loadgen bench --url https://api.example.com/v1 --model NAME --api-key-env API_KEY --no-ignore-eos --concurrency 4

        Exit codes: 0 done; 1 the run failed (nothing completed, more than --max-failure-rate, one of several clients was lost, or the dataset changed under way); 2 bad usage;
        3 target unreachable, or no power with --require-power; 4 the measurement is invalid: it holds more of the client's own doing than the bounds allow
        (the result names each bound that was passed; --allow-invalid exits 0 all the same), or its power does not stand under --require-power; 130 interrupted (the folder holds what was measured, marked partial).
        """;

    public static Command Create()
    {
        var command = new Command("bench", Description);
        var options = new BenchArguments();
        options.AddTo(command);
        Option<bool> untilEof = Syntax.Flag("--until-eof", "End, as at Ctrl-C, when standard input does: a benchmark that a program started is gone with it.");
        command.Options.Add(untilEof);
        command.SetAction((parse, _) => RunAsync(parse, options, parse.GetValue(untilEof)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, BenchArguments options, bool untilEof)
    {
        var problems = new Problems();
        var configuration = new JsonObject();
        TargetChoice? target = options.ReadTarget(parse, problems, configuration);
        options.Workload.RefuseTwice(parse, target?.Headers ?? [], problems);
        WorkloadChoice? workload = options.Workload.Read(parse, target?.Api, target?.Generation.ExtraBody, problems, configuration);
        OutputChoice output = options.ReadOutput(parse, target?.Api.Name ?? "", problems, configuration);
        ClientInvitation? invitation = ClientInvitation.Read(Environment.GetEnvironmentVariable);

        // A client has the coordinator's arguments, and is one all the same.
        ClientsChoice? clients = invitation is null ? options.ReadClients(parse, problems, configuration) : null;
        if (clients is not null)
        {
            CoordinatorSession.Check(clients, target, workload, problems);
        }

        problems.ThrowIfAny();
        using var stop = new StopSignal();
        if (invitation is not null)
        {
            return await ClientSession.RunAsync(invitation, target!, workload!, output, configuration, stop.Token);
        }

        using var eof = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        _ = untilEof ? InputEnd.CancelAsync(eof) : Task.CompletedTask;
        BenchReport report = clients is null
            ? await BenchSession.RunAsync(target!, workload!, output, configuration, eof.Token)
            : await CoordinatorSession.RunAsync(clients, target!, workload!, output, configuration, eof.Token);
        ResultTable.Write(report.Document, Console.Out);
        Console.Out.WriteLine($"Results: {report.Folder}");
        if (report.Verdict.Message is { } message)
        {
            Console.Error.WriteLine("loadgen: " + message);
        }

        return ExitCode.Of(report.Verdict.Kind);
    }
}
