using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Power;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Reporting;
using LoadGen.Transport.Timing;

namespace LoadGen.Cli.Commands;

/// <summary>Puts a run together from what the user chose, runs it and writes its documents. Used by <c>bench</c>, <c>demo</c> and <c>calibrate</c>.</summary>
internal static class BenchSession
{
    public static async Task<BenchReport> RunAsync(
        TargetChoice target, WorkloadChoice workload, OutputChoice output, JsonObject configuration, CancellationToken cancellation, IRunObserver? watcher = null)
    {
        IReadOnlyList<HostFinding> host = await HostGate.PassAsync(target, workload, cancellation);

        using RunTelemetry telemetry = RunTelemetry.Open(output.Telemetry, MonotonicClock.Instance, Notice);

        // The folder first: a run that cannot be kept must not load anyone's server.
        using RunFolder folder = RunFolder.Open(output.Folder, output.Overwrite);
        target = await WithModelAsync(target, configuration, cancellation);
        BenchOptions options = Options(target, workload, output);
        RunDescription about = About(workload, output, configuration, host);
        using PromptsAhead? prompts = PromptsAhead.Make(workload, ClientShare.Whole, output.Progress == "none" ? _ => { } : Notice, cancellation);
        using RunView view = View(output);
        IRunObserver observer = watcher is null ? view.Observer : new BothObservers(view.Observer, watcher);
        telemetry.Begin(folder);
        RunOutcome outcome = await new BenchRun(options, observer, MonotonicClock.Instance) { Window = telemetry }.ExecuteAsync(folder, cancellation);
        outcome = telemetry.AddTo(outcome);
        view.Dispose();
        return Write(new ResultWriter(options, about), folder, outcome, output);
    }

    /// <summary>Says something that the run does not end with.</summary>
    public static void Notice(string line) => Console.Error.WriteLine("loadgen: " + line);

    /// <summary>Asks the endpoint for its model where none is named.</summary>
    public static async Task<TargetChoice> WithModelAsync(TargetChoice target, JsonObject configuration, CancellationToken cancellation)
    {
        if (target.Generation.Model.Length > 0)
        {
            return target;
        }

        string model = await ModelDiscovery.FirstModelAsync(target.Url, target.Headers, target.Transport, MonotonicClock.Instance, cancellation);
        configuration["model"] = model;
        return target with { Generation = target.Generation with { Model = model } };
    }

    /// <summary>The run as the user chose it.</summary>
    public static BenchOptions Options(TargetChoice target, WorkloadChoice workload, OutputChoice output) => new()
    {
        Url = target.Url,
        Api = target.Api,
        Generation = target.Generation,
        PromptFormat = workload.Format,
        Headers = target.Headers,
        Transport = target.Transport,
        RetryAfterMax = target.RetryAfterMax,
        Workload = workload.Workload,
        Warmup = workload.Warmup,
        WarmupRequests = workload.WarmupRequests,
        Arrivals = workload.Arrivals,
        Sessions = workload.Sessions,
        TokenCounter = workload.Counter,
        Concurrency = workload.Concurrency,
        RampUp = workload.RampUp,
        Requests = workload.Requests,
        Duration = workload.Duration,
        Goodput = output.Goodput,
        Validity = output.Validity.Bounds,
        Loop = target.Instrument.Loop,
        Loops = target.Instrument.Loops,
        SentStamps = target.Instrument.SentStamps,
    };

    /// <summary>What the result states beside the figures.</summary>
    public static RunDescription About(WorkloadChoice workload, OutputChoice output, JsonObject configuration, IReadOnlyList<HostFinding> host) => new()
    {
        Tool = BuildInfo.Tool,
        Configuration = configuration,
        Seed = workload.Seed,
        Tokenizer = workload.Format == PromptFormat.Text ? configuration["tokenizer"]?.GetValue<string>() : null,
        ScheduleMode = workload.Mode,
        ScheduleDescription = workload.ScheduleDescription,
        RateRps = workload.RateRps,
        Burstiness = workload.Burstiness,
        Environment = EnvironmentInfo.Read(),
        HostChecks = host,
        Calibration = output.Calibration,
    };

    /// <summary>Shows the run while it is on.</summary>
    public static RunView View(OutputChoice output)
    {
        bool isTerminal = output.Progress == "auto" && !Console.IsErrorRedirected;
        TextWriter progress = output.Progress == "none" ? TextWriter.Null : Console.Error;
        return new RunView(new ProgressView(progress, isTerminal, () => Console.WindowWidth));
    }

    /// <summary>Judges the run and writes its documents.</summary>
    public static BenchReport Write(ResultWriter writer, RunFolder folder, RunOutcome outcome, OutputChoice output)
    {
        ResultDocument document = writer.Build(outcome);
        RunVerdict verdict = RunStatus.Verdict(outcome, output.MaxFailureRate).Certified(document.Validity, output.Validity.AllowInvalid);
        if (output.Telemetry.Require)
        {
            verdict = verdict.PowerRequired(document.Power);
        }

        try
        {
            writer.Write(folder, document, outcome);
        }
        catch (IOException e)
        {
            verdict = new RunVerdict(RunVerdictKind.Failed, $"the result could not be written to {folder.Path} ({RunFolder.Reason(e)}); its figures are above, its records in records.jsonl");
        }

        return new BenchReport(folder.Path, document, verdict);
    }
}

/// <summary>A run's progress on the terminal, until it is disposed of.</summary>
internal sealed class RunView(ProgressView view) : IDisposable
{
    public IRunObserver Observer => view;

    public void Dispose() => view.Close();
}

/// <summary>Two who watch one run.</summary>
internal sealed class BothObservers(IRunObserver first, IRunObserver second) : IRunObserver
{
    public void OnInterval(BenchSnapshot snapshot)
    {
        first.OnInterval(snapshot);
        second.OnInterval(snapshot);
    }
}

/// <summary>A run's result, where it is, and how it ended.</summary>
internal sealed record BenchReport(string Folder, ResultDocument Document, RunVerdict Verdict);
