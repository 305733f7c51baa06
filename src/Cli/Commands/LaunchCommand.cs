using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LoadGen.Cli.Options;
using LoadGen.Economics.Detection;
using LoadGen.Economics.Skus;
using LoadGen.Launching;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Explaining;
using LoadGen.Launching.Life;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;
using LoadGen.Launching.Readiness;
using LoadGen.Launching.Recipes;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen launch</c>: an engine from nothing to serving, and back to nothing.</summary>
internal static class LaunchCommand
{
    private const string Description = """
        Start an engine as a recipe says, wait until it truly serves, watch it, and leave the host clean.
        'loadgen recipes' lists recipes, 'loadgen skus' the hosts they know. Serves until Ctrl-C; or runs the command behind -- with LOADGEN_URL,
        LOADGEN_MODEL and LOADGEN_MANIFEST set, and exits with its code. Model weights are mounted, never downloaded.

        Examples:
          loadgen launch process/simulated
          loadgen launch sglang/dsr1-fp8-h200 --sku h200 --tp 8 --conc 256 --dry-run
          loadgen launch vllm/gptoss-fp4-h100 --model-path /models/gpt-oss-120b -- sh -c 'loadgen bench --url $LOADGEN_URL --model $LOADGEN_MODEL'
          loadgen launch --stop results/launch-20260801-120000-5eedcafe
        """;

    public static Command Create()
    {
        var recipe = new Argument<string?>("RECIPE") { Description = "The recipe's id, or a file's path.", Arity = ArgumentArity.ZeroOrOne };
        var words = new Argument<string[]>("COMMAND") { Description = "Behind --: what to run while the engine serves.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> sku = Syntax.Text("--sku", "ID", "The host's SKU. Default: what its tools and PCI devices say.");
        Option<string?> output = Syntax.Text("--output", "DIR", "Folder for logs and the manifest. Default: results/launch-<date>-<time>-<id>.");
        Option<bool> dryRun = Syntax.Flag("--dry-run", "Print what would run, quoted for a shell, and start nothing.");
        Option<bool> explain = Syntax.Flag("--explain", "Print where each part of the command lines came from, and start nothing.");
        Option<string[]> skip = Syntax.Texts("--skip-preflight", "NAME", $"A check to leave out, of {string.Join(", ", PreflightChecks.Names)}, or all; may be given several times.");
        Option<TimeSpan?> grace = Syntax.Duration("--grace", "How long the engine may take to end before it is killed. Default: 15s.");
        Option<string?> configs = Syntax.Text("--configs", "DIR", "Read recipes/ and skus/ of this folder. Default: those in the program.");
        Option<string?> stop = Syntax.Text("--stop", "DIR", "End what the launch of that folder left behind, and nothing else.");
        var arguments = new LaunchArguments();
        var command = new Command("launch", Description) { recipe, words, sku };
        arguments.AddTo(command);
        foreach (Option option in (Option[])[output, dryRun, explain, skip, grace, configs, stop])
        {
            command.Add(option);
        }

        command.SetAction(async (parse, _) =>
        {
            if (parse.GetValue(stop) is { } left)
            {
                return await StopAsync(left);
            }

            string id = parse.GetValue(recipe) ?? throw new UsageException("name a recipe: loadgen recipes lists them");
            if (parse.GetValue(words) is [{ } first, ..] && parse.Tokens.All(token => token.Type != TokenType.DoubleDash))
            {
                throw new UsageException($"'{first}' is no option and no recipe: the command to run stands behind --");
            }

            string[] skipped = CheckSkipped(parse.GetValue(skip) ?? []);
            string? folder = parse.GetValue(configs);
            SkuCatalog skus = folder is null ? SkuCatalog.BuiltIn : SkuCatalog.FromFolder(Path.Combine(folder, "skus"));
            Recipe chosen = (folder is null ? RecipeCatalog.BuiltIn : RecipeCatalog.FromFolder(folder)).Get(id);
            chosen.RefuseAbstract();
            Sku? host = await SkuOfAsync(parse.GetValue(sku), chosen, skus);
            PlanRequest request = arguments.Request(parse);
            LaunchPlan plan = Planner.Plan(chosen, host, request);
            ExecutorKind? asked = arguments.Executor(parse);
            IExecutor executor = ExecutorFor(asked, plan, arguments.Slurm(parse));
            if (asked == ExecutorKind.Process && request.Image is not null)
            {
                throw new UsageException("--image: --executor process runs no image: leave one of the two out");
            }

            // A dry run shows what would run, and this would not.
            if (executor.ProblemsOf(plan) is { Count: > 0 } problems)
            {
                throw new UsageException(problems);
            }

            var options = new LaunchOptions
            {
                Folder = "",
                Sku = host,
                ModelPath = request.ModelPath,
                SkipPreflight = skipped,
                Version = BuildInfo.Tool.Version,
            };
            // With the id: two launches of one second must not share a folder.
            string folderName = string.Create(CultureInfo.InvariantCulture, $"launch-{DateTimeOffset.Now:yyyyMMdd-HHmmss}-{options.Id}");
            options = options with { Folder = parse.GetValue(output) ?? Path.Combine("results", folderName), Grace = parse.GetValue(grace) ?? options.Grace, QueueLimit = parse.GetValue(arguments.SlurmWait) ?? options.QueueLimit };
            if (parse.GetValue(explain) || parse.GetValue(dryRun))
            {
                return Show(plan, executor, options.Folder, parse.GetValue(explain), parse.GetValue(dryRun));
            }

            return await LaunchAsync(plan, executor, options, parse.GetValue(words) ?? []);
        });
        return command;
    }

    private static string[] CheckSkipped(string[] names)
    {
        string? unknown = names.FirstOrDefault(name => name != PreflightChecks.SkipAll && !PreflightChecks.Names.Contains(name));
        return unknown is null ? names : throw new UsageException($"--skip-preflight: '{unknown}' is not one of {string.Join(", ", PreflightChecks.Names)}, {PreflightChecks.SkipAll}");
    }

    private static async Task<Sku?> SkuOfAsync(string? id, Recipe recipe, SkuCatalog skus)
    {
        if (id is not null)
        {
            return skus.Get(id);
        }

        HostSkus host = await SkuDetector.DetectAsync(skus, new SystemHostReader(), CancellationToken.None);
        if (host.SkuId is { } found)
        {
            return skus.Get(found);
        }

        return recipe.IsForAnySku
            ? null
            : throw new UsageException($"this host's SKU cannot be told (loadgen skus --detect says why): name it with --sku, one of {string.Join(", ", recipe.Skus)}");
    }

    private static IExecutor ExecutorFor(ExecutorKind? asked, LaunchPlan plan, SlurmOptions slurm)
    {
        var programs = new SystemPrograms();
        // The others have this host alone.
        ExecutorKind fitting = plan.Nodes > 1 ? ExecutorKind.Slurm
            : plan.Workers.Any(worker => worker.Image is not null) ? ExecutorKind.Docker
            : ExecutorKind.Process;
        return (asked ?? fitting) switch
        {
            ExecutorKind.Docker => new DockerExecutor(programs, OwnProgram.Words),
            ExecutorKind.Slurm => new SlurmExecutor(programs, slurm, OwnProgram.Words, TimeProvider.System),
            _ => new ProcessExecutor(OwnProgram.Words),
        };
    }

    private static int Show(LaunchPlan plan, IExecutor executor, string folder, bool isExplained, bool isDryRun)
    {
        if (isExplained)
        {
            Explain.Write(Console.Out, plan);
        }

        if (isDryRun)
        {
            if (LaunchPreview.HolderOf(plan, executor, folder) is { } holder)
            {
                Console.Out.WriteLine(ShellQuote.Line(holder));
            }

            WorkerPlan? router = plan.Router is null ? null : RouterUnit.Of(plan, OwnProgram.Words, executor.NodesToCome(plan));
            DryRun.Write(Console.Out, plan, worker => LaunchPreview.WordsOf(worker, plan, executor, folder), router);
        }

        return ExitCode.Ok;
    }

    private static async Task<int> LaunchAsync(LaunchPlan plan, IExecutor executor, LaunchOptions options, string[] words)
    {
        LaunchedCommand? command = words.Length > 0 ? LaunchedCommand.Find(words) : null;
        using var signals = new LaunchSignals();
        using var probe = new HttpServiceProbe(HttpServiceProbe.NewHandler(), TimeProvider.System);
        try
        {
            await using LaunchSession session = await LaunchSession.StartAsync(plan, executor, options, LaunchHost.Services(probe, Say), signals.Stop, signals.AtOnce);
            Console.Out.WriteLine($"ready: {session.Url.ToString().TrimEnd('/')}");
            int code = command is not null ? await command.RunAsync(session, signals) : await ServeAsync(session, signals);
            LaunchException? failure = session.Failed.IsCompletedSuccessfully ? await session.Failed : null;
            if (failure is not null)
            {
                Complain(failure);
            }

            IReadOnlyList<string> left = await session.StopAsync(signals.AtOnce, failure?.Message);
            foreach (string problem in left)
            {
                Say(problem);
            }

            if (left.Count > 0)
            {
                Say($"not everything has ended: loadgen launch --stop {session.Folder} tries again");
            }

            return failure is null && left.Count == 0 ? code : ExitCode.Failed;
        }
        catch (LaunchException e)
        {
            Complain(e);
            return CodeOf(e.Error);
        }
        catch (Exception e) when (e is ProgramException or IOException or UnauthorizedAccessException)
        {
            Say(e.Message);
            return ExitCode.Unreachable;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            Say("interrupted before it served; everything that was started has ended");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> ServeAsync(LaunchSession session, LaunchSignals signals)
    {
        Say($"logs and manifest in {session.Folder}; Ctrl-C ends it");
        await Task.WhenAny(session.Failed, Task.Delay(Timeout.Infinite, signals.Stop));
        return ExitCode.Ok;
    }

    private static async Task<int> StopAsync(string folder)
    {
        using var probe = new HttpServiceProbe(HttpServiceProbe.NewHandler(), TimeProvider.System);
        try
        {
            int count = await new Leftovers(LaunchHost.Services(probe, Say)).EndAsync(folder);
            Console.Out.WriteLine(count == 0 ? "nothing of it was left" : string.Create(CultureInfo.InvariantCulture, $"ended {count} process{(count == 1 ? " or container" : "es and containers")}"));
            return ExitCode.Ok;
        }
        catch (LaunchException e)
        {
            Complain(e);
            return CodeOf(e.Error);
        }
    }

    private static int CodeOf(LaunchError error) => error switch
    {
        LaunchError.Unusable => ExitCode.Usage,
        LaunchError.Died => ExitCode.Failed,
        _ => ExitCode.Unreachable,
    };

    private static void Complain(LaunchException e)
    {
        Say(e.Message);
        foreach (string line in e.Details)
        {
            Console.Error.WriteLine("  " + line);
        }
    }

    private static void Say(string line) => Console.Error.WriteLine("loadgen: " + line.ReplaceLineEndings(" "));
}
