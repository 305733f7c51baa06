using System.CommandLine;
using LoadGen.Cli.Calibrating;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Results;
using LoadGen.Reporting;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen calibrate</c>: how much of a load this program measures faithfully on this host.</summary>
internal static class CalibrateCommand
{
    private const string Description = """
        Run the built-in paced server and the client on cores of their own at rising stream counts, and find where the measurement
        stops being valid: this host's limit. It is saved, and loadgen bench cites it. Takes about 90 seconds; keep the host idle.

        A level where the server is late or too slow does not count against the client: it is server-bound, and the limit is then
        "at least". Bounds of validity are bench's defaults.

        Examples:
          loadgen calibrate
          loadgen calibrate --server-cores 0-7 --client-cores 8-15 --output calibration.json
        """;

    public static Command Create()
    {
        Option<int?> max = Syntax.Integer("--max-streams", "Most streams to try. Default: 64000, or what the limit on open files allows.", 1, 1_000_000);
        Option<TimeSpan?> itl = Syntax.Duration("--itl", "Time between the tokens of a stream. Default: 20ms (50 tok/s).");
        Option<TimeSpan?> duration = Syntax.Duration("--duration", "How long each level streams. Default: 5s.");
        Option<string?> serverCores = Syntax.Text("--server-cores", "LIST", "Cores of the server, such as 0-7. Default: the first half.");
        Option<string?> clientCores = Syntax.Text("--client-cores", "LIST", "Cores of the client, such as 8-15. Default: the other half.");
        Option<int?> loops = Syntax.Integer("--loops", "Event loops of the client. Default: one for each of its cores.", 1, 1024);
        Option<string?> output = Syntax.Text("--output", "FILE", "Where to save. Default: $XDG_STATE_HOME/loadgen/calibration.json, that is ~/.local/state/loadgen/calibration.json.");
        Option<string?> progress = Syntax.Choice("--progress", "Live progress on standard error: auto, plain or none. Default: auto.", "auto", "plain", "none");
        var command = new Command("calibrate", Description) { max, itl, duration, serverCores, clientCores, loops, output, progress };
        command.SetAction((parse, _) =>
        {
            var problems = new Problems();
            IReadOnlyList<int>? server = ReadCores("--server-cores", parse.GetValue(serverCores), problems);
            IReadOnlyList<int>? client = ReadCores("--client-cores", parse.GetValue(clientCores), problems);
            int streams = ReadMax(parse.GetValue(max), problems);
            problems.ThrowIfAny();
            SystemHost host = SystemHost.Instance;
            CoreSplit cores = CoreSplit.Choose(server, client, Affinity.Allowed(host), cpu => CoreSplit.SiblingsOf(cpu, host));
            return RunOrStopAsync(new CalibrateOptions
            {
                Cores = cores,
                Itl = parse.GetValue(itl) ?? TimeSpan.FromMilliseconds(20),
                Duration = parse.GetValue(duration) ?? TimeSpan.FromSeconds(5),
                MaxStreams = streams,
                Loops = parse.GetValue(loops) ?? cores.Client.Count,
                Output = parse.GetValue(output) ?? CalibrationOption.DefaultPath,
                Progress = parse.GetValue(progress) ?? "auto",
                SourceAddresses = StreamRoom.Sources(streams, host),
            });
        });
        return command;
    }

    private static async Task<int> RunOrStopAsync(CalibrateOptions options)
    {
        using var stop = new StopSignal();
        try
        {
            return await RunAsync(options, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Half a calibration would stand in the place of an earlier whole one.
            Console.Error.WriteLine("loadgen: interrupted: no calibration was saved");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> RunAsync(CalibrateOptions options, CancellationToken cancellation)
    {

        // Before anyone is confined to half of it: a run uses the whole machine.
        EnvironmentInfo environment = EnvironmentInfo.Read();
        if (!options.Cores.IsShared && !Affinity.TryBindProcess(options.Cores.Client))
        {
            Console.Error.WriteLine("loadgen: warning: this system does not let processes be bound to cores: server and client take each other's, and the limit reads too low");
        }

        // For this process and, by inheritance, for the server.
        SystemHost.Instance.TryRaiseOpenFiles(SystemHost.Instance.OpenFiles()?.Hard ?? 0);
        await using PacedServer server = await PacedServer.StartAsync(options.Cores.Server, options.Cores.Client, options.Itl, cancellation);
        Console.Out.WriteLine($"Paced server on cores {CpuList.Format(options.Cores.Server)}, client on {CpuList.Format(options.Cores.Client)}, a token each {options.Itl.TotalMilliseconds:G} ms a stream.");
        CalibrationTable.WriteHeader(Console.Out);
        var runner = new LevelRunner(server, options);
        List<CalibrationLevel> levels = await TryLevelsAsync(runner, new LevelPlan(CalibrateOptions.FirstStreams, options.MaxStreams), cancellation);
        CalibrationDocument document = Document(options, environment, runner.Observer, levels);
        CalibrationTable.WriteLimit(document, Console.Out);
        new CalibrationFile(options.Output, document).Write();
        Console.Out.WriteLine($"Saved: {Path.GetFullPath(options.Output)}");
        return ExitCode.Ok;
    }

    private static async Task<List<CalibrationLevel>> TryLevelsAsync(LevelRunner runner, LevelPlan plan, CancellationToken cancellation)
    {
        var levels = new List<CalibrationLevel>();
        while (plan.Next(levels) is { } streams)
        {
            CalibrationLevel level = await runner.RunAsync(streams, cancellation);
            CalibrationTable.WriteRow(level, Console.Out);
            levels.Add(level);
        }

        return levels;
    }

    private static CalibrationDocument Document(
        CalibrateOptions options, EnvironmentInfo environment, ObserverInfo? observer, List<CalibrationLevel> levels) => new()
    {
        Schema = CalibrationDocument.SchemaName,
        SchemaVersion = CalibrationDocument.CurrentVersion,
        Tool = BuildInfo.Tool,
        Date = DateTimeOffset.UtcNow,
        Host = new CalibrationHost(
            environment.Hostname, environment.Kernel, environment.Architecture, environment.CpuModel, environment.CpuCores, options.Cores.Server, options.Cores.Client),
        Transport = observer?.Transport ?? "sockets",
        Clock = observer?.Clock ?? "user",
        Loops = observer?.Loops ?? options.Loops,
        ItlMs = options.Itl.TotalMilliseconds,
        LevelDurationS = options.Duration.TotalSeconds,
        Levels = [.. levels.OrderBy(level => level.Streams)],
        Limit = LevelPlan.Limit(levels),
    };

    private static IReadOnlyList<int>? ReadCores(string option, string? text, Problems problems)
    {
        IReadOnlyList<int>? cores = text is null ? null : CpuList.TryParse(text);
        if (text is not null && cores is null)
        {
            problems.Add($"{option}: '{text}' is not a list of cores, such as 0-7 or 0,2,4");
        }

        return cores;
    }

    private static int ReadMax(int? asked, Problems problems)
    {
        int most = StreamRoom.Most(SystemHost.Instance);
        if (asked > most && SystemHost.Instance.OpenFiles() is { } limit && limit.Hard - StreamRoom.OwnFiles < asked)
        {
            problems.Add($"--max-streams {asked}: the limit on open files leaves room for {most}; fix: ulimit -n {asked + StreamRoom.OwnFiles}");
        }

        return asked ?? most;
    }
}
