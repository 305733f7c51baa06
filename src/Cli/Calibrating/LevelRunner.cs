using LoadGen.Cli.Commands;
using LoadGen.Cli.Options;
using LoadGen.Inference;
using LoadGen.Inference.Apis;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Transport.Connections;
using LoadGen.Workloads;

namespace LoadGen.Cli.Calibrating;

/// <summary>Runs one level of a calibration: so many streams, one long answer each, their connections opened beforehand.</summary>
internal sealed class LevelRunner(PacedServer server, CalibrateOptions options)
{
    private const int InputTokens = 16;
    private const int Vocabulary = 32_000;

    /// <summary>What the client observed of itself in the last level; null when it did not.</summary>
    public ObserverInfo? Observer { get; private set; }

    /// <exception cref="OperationCanceledException">The user ended it.</exception>
    /// <exception cref="PacedServerException">The server went away.</exception>
    public async Task<CalibrationLevel> RunAsync(int streams, CancellationToken cancellation)
    {
        int tokens = Math.Max(2, (int)Math.Round(options.Duration / options.Itl));
        double asked = streams / options.Itl.TotalSeconds;
        var reset = new ResetAtPace(server.Url, asked);
        string folder = Directory.CreateTempSubdirectory("loadgen-calibrate-").FullName;
        try
        {
            await ServerStats.ResetAsync(server.Url);
            BenchReport report = await BenchSession.RunAsync(
                Target(), Workload(streams, tokens), new OutputChoice(folder, Overwrite: true, [], MaxFailureRate: 1, options.Progress), [], cancellation, reset);
            await reset.Done;
            await server.ThrowIfGoneAsync();
            if (report.Verdict.Kind == RunVerdictKind.Interrupted)
            {
                throw new OperationCanceledException(cancellation);
            }

            Observer = report.Document.Observer;
            return LevelJudge.Judge(Figures(streams, report.Document, await ServerStats.LatenessUsP99Async(server.Url)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private LevelFigures Figures(int streams, ResultDocument run, double? latenessUsP99) => new()
    {
        Streams = streams,
        ItlMs = options.Itl.TotalMilliseconds,

        // Each stream's own rate between its first and last token, added up: neither the ramp nor the drain is in it.
        TokensPerSSeen = run.Outcomes["completed"] * (run.Metrics["interactivity_tps"].Mean ?? 0),
        ObserverDelayUsP99 = run.Observer?.DelayUs.P99,
        CpuShare = run.Observer?.CpuShare ?? run.Client.CpuShare,
        ServerLatenessUsP99 = latenessUsP99,
        Failed = streams - run.Outcomes["completed"],
        ClientReasons = run.Validity.Reasons,
        FirstError = run.Errors.Count > 0 ? run.Errors[0].Message : "no error was recorded",
    };

    private TargetChoice Target() => new(
        server.Url, new CompletionsApi(), new GenerationOptions { Model = "sim" }, [],
        TransportOptions.Default with { SourceAddresses = options.SourceAddresses })
    {
        Instrument = InstrumentChoice.Default with { Loops = options.Loops },
    };

    private static WorkloadChoice Workload(int streams, int tokens)
    {
        var random = new RandomWorkloadOptions { InputTokens = InputTokens, OutputTokens = tokens, VocabularySize = Vocabulary, Count = streams };

        // Two tokens each, from all at once: what opens the connections that the level then finds open.
        return new WorkloadChoice(new RandomWorkload(random), RandomWorkload.ForWarmup(random with { OutputTokens = 2 }, null), PromptFormat.TokenIds, null, 0)
        {
            Concurrency = streams,
            Requests = streams,
            WarmupRequests = streams,
            Mode = "closed_loop",
            ScheduleDescription = $"closed loop, {streams} streams",
        };
    }
}
