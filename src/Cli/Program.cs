using System.CommandLine;
using System.CommandLine.Parsing;
using LoadGen.Cli.Calibrating;
using LoadGen.Cli.Commands;
using LoadGen.Cli.Options;
using LoadGen.Configuration;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Results;
using LoadGen.Launching.Supervising;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Results;
using LoadGen.Results.Postgres;
using LoadGen.Routing;
using LoadGen.Simulation;
using LoadGen.Sweeps;
using LoadGen.Telemetry;
using LoadGen.Transport;
using LoadGen.Transport.Connections;
using LoadGen.Verdicts;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Searching;
using LoadGen.Watching;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Cli;

/// <summary>The composition root: commands, and what escapes them turned into one line and an exit code.</summary>
internal static class Program
{
    private const string Description = """
        LoadGen measures LLM inference: thousands of token streams at once, a timestamp for every token.

        Start with: loadgen demo
        """;

    private static async Task<int> Main(string[] args)
    {
        Prepare(args);
        try
        {
            return await RunAsync(args);
        }
        catch (OutputException e)
        {
            return Say(e.Message, ExitCode.Failed);
        }
    }

    private static async Task<int> RunAsync(string[] args)
    {
        var version = new Option<bool>("--version") { Description = "Version, commit and framework." };
        var root = new RootCommand(Description)
        {
            BenchCommand.Create(), SimulateCommand.Create(), HlogCommand.Create(), DemoCommand.Create(), CalibrateCommand.Create(), RouteCommand.Create(),
            LaunchCommand.Create(), SweepCommand.Create(), NightlyCommand.Create(), ResultsCommand.Create(), ReportCommand.Create(), SkusCommand.Create(),
            RecipesCommand.Create(), DatasetCommand.Create(), SuperviseCommand.Create(), EvalCommand.Create(), CheckCommand.Create(), TokenizeCommand.Create(), WatchCommand.Create(),
        };
        if (root.Options.FirstOrDefault(o => o is VersionOption) is { } builtIn)
        {
            root.Options.Remove(builtIn);
        }

        root.Options.Add(version);
        // @FILE is a value of --extra-body here, not a file of further arguments.
        ParseResult parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.GetValue(version) && parse.CommandResult.Command == root)
        {
            ToolInfo tool = BuildInfo.Tool;
            Console.Out.WriteLine($"{tool.Name} {tool.Version} (commit {tool.Commit}, {tool.Framework})");
            return ExitCode.Ok;
        }

        if (args.Length == 0)
        {
            await root.Parse(["--help"]).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return ExitCode.Usage;
        }

        if (parse.Errors.Count > 0)
        {
            return Complain(parse.Errors.Select(e => e.Message), parse.CommandResult);
        }

        if (UnknownOptions.In(parse) is { Count: > 0 } unknown)
        {
            return Complain(unknown, parse.CommandResult);
        }

        try
        {
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UsageException e)
        {
            return Complain(e.Problems, parse.CommandResult);
        }
        catch (ConfigurationException e)
        {
            return Complain(e.Problems.Select(problem => problem.ToString()), parse.CommandResult);
        }
        catch (QuestionFileException e)
        {
            return Complain(e.Problems, parse.CommandResult);
        }
        catch (PushException e)
        {
            return Say(e.Message, e.IsUnreachable ? ExitCode.Unreachable : ExitCode.Failed);
        }
        catch (Exception e) when (e is ResultsException or EvaluationResultException or VerdictException or EvidenceException or SearchException or RunFolderException or SimulationException or RouterException or SupervisorException or SweepException or WatchException or ArgumentException { ParamName: null })
        {
            return Say(e.Message, ExitCode.Usage);
        }
        catch (Exception e) when (e is CalibrationException or PacedServerException or DatasetFormatException)
        {
            return Say(e.Message, ExitCode.Failed);
        }
        catch (TransportException e) when (e.Error != TransportError.Aborted)
        {
            return Say(e.Message, ExitCode.Unreachable);
        }
        catch (TelemetryException e)
        {
            return Say($"{e.Message}{(e.Message[^1] is '?' or '.' ? "" : ".")} Without --require-power the run goes on and has no power", ExitCode.Unreachable);
        }
        catch (ClientException e)
        {
            return Say(e.Message, e.IsUsage ? ExitCode.Usage : ExitCode.Failed);
        }
        catch (ModelDiscoveryException e)
        {
            return Say(e.Message, ExitCode.Failed);
        }
        catch (Exception e) when (e is OperationCanceledException or TransportException)
        {
            return Say("interrupted before anything was measured", ExitCode.Interrupted);
        }
    }

    // Both must be in place before the first socket and the first TLS handshake.
    private static void Prepare(string[] args)
    {
        // The simulated engine's sockets: reads complete on the thread that polled them (docs/performance.md). The client has loops of its own.
        // Not the router's: what it forwards through YARP would cost it half as much again. Nor a launcher's: the router is its child.
        if (args is not ["route" or "launch" or "supervise" or "sweep" or "nightly", ..] && Environment.GetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS") is null)
        {
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        }

        CertificateBundle.ApplyToProcess();
        StandardStreams.Install();
    }

    private static int Complain(IEnumerable<string> problems, CommandResult command)
    {
        foreach (string problem in problems.Distinct())
        {
            Console.Error.WriteLine("loadgen: " + problem.ReplaceLineEndings(" "));
        }

        string name = "";
        for (SymbolResult? at = command; at is CommandResult { Command: not RootCommand } own; at = own.Parent)
        {
            name = $" {own.Command.Name}{name}";
        }

        Console.Error.WriteLine($"See loadgen{name} --help");
        return ExitCode.Usage;
    }

    private static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine("loadgen: " + message.ReplaceLineEndings(" "));
        return exitCode;
    }
}
