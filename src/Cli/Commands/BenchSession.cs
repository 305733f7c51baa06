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

        using RunTelemetry telemetry = RunTelemetry.Open(output.Telemetry, MonotonicClock.Instance, line => Console.Error.WriteLine("loadgen: " + line));

        // The folder first: a run that cannot be kept must not load anyone's server.
        using RunFolder folder = RunFolder.Open(output.Folder, output.Overwrite);
        if (target.Generation.Model.Length == 0)
        {
            string model = await ModelDiscovery.FirstModelAsync(target.Url, target.Headers, target.Transport, MonotonicClock.Instance, cancellation);
            target = target with { Generation = target.Generation with { Model = model } };
            configuration["model"] = model;
        }

        var options = new BenchOptions
        {
            Url = target.Url,
            Api = target.Api,
            Generation = target.Generation,
            PromptFormat = workload.Format,
            Headers = target.Headers,
            Transport = target.Transport,
            Workload = workload.Workload,
            Warmup = workload.Warmup,
            WarmupRequests = workload.WarmupRequests,
            Arrivals = workload.Arrivals,
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
        var about = new RunDescription
        {
            Tool = BuildInfo.Tool,
            Configuration = configuration,
            Seed = workload.Seed,
            ScheduleMode = workload.Mode,
            ScheduleDescription = workload.ScheduleDescription,
            RateRps = workload.RateRps,
            Burstiness = workload.Burstiness,
            Environment = EnvironmentInfo.Read(),
            HostChecks = host,
            Calibration = output.Calibration,
        };

        bool isTerminal = output.Progress == "auto" && !Console.IsErrorRedirected;
        TextWriter progress = output.Progress == "none" ? TextWriter.Null : Console.Error;
        var view = new ProgressView(progress, isTerminal, () => Console.WindowWidth);
        IRunObserver observer = watcher is null ? view : new BothObservers(view, watcher);
        telemetry.Begin(folder);
        RunOutcome outcome = await new BenchRun(options, observer, MonotonicClock.Instance) { Window = telemetry }.ExecuteAsync(folder, cancellation);
        outcome = telemetry.AddTo(outcome);
        view.Close();

        var writer = new ResultWriter(options, about);
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
