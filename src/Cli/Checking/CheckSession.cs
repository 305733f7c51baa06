using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Cli.Commands;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Transport.Timing;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Steady;

namespace LoadGen.Cli.Checking;

/// <summary>Runs an SLA's load, judges it while it is on, and writes verdict and evidence beside the result.</summary>
/// <param name="source">The SLA's file.</param>
/// <param name="sla">What is judged by: the file's SLA, or of a search's step what it asks for.</param>
/// <param name="options">How it is judged.</param>
internal sealed class CheckSession(SlaSource source, Sla sla, JudgeOptions options)
{
    /// <summary>An archive is packed that others can hold the verdict against.</summary>
    public bool PacksEvidence { get; init; }

    /// <summary>Requests of earlier measurements of the same load, which are judged together with this one's.</summary>
    public IReadOnlyList<Observation> Earlier { get; init; } = [];

    /// <summary>When these were in steady state, on the time line of them all.</summary>
    public IReadOnlyList<SteadyTime> EarlierSteady { get; init; } = [];

    /// <summary>The run ends early when it is certain to fail, and passes on the whole of its load alone.</summary>
    public bool PassesAtEnd { get; init; }

    public async Task<CheckReport> RunAsync(
        TargetChoice target, WorkloadChoice workload, OutputChoice output, JsonObject configuration, CancellationToken cancellation)
    {
        Describe(configuration);
        var evaluations = new Evaluations(sla, source, output, workload.Concurrency);
        evaluations.Check();
        IReadOnlyList<HostFinding> host = await HostGate.PassAsync(target, workload, cancellation);
        using RunFolder folder = RunFolder.Open(output.Folder, output.Overwrite);
        target = await BenchSession.WithModelAsync(target, configuration, cancellation);
        LiveJudge judge = Judge();
        BenchOptions bench = BenchSession.Options(target, workload, output);
        RunDescription about = BenchSession.About(workload, output, configuration, host) with { FurtherFiles = [.. Files()] };
        using PromptsAhead? prompts = PromptsAhead.Make(workload, ClientShare.Whole, output.Progress == "none" ? _ => { } : BenchSession.Notice, cancellation);
        using RunView view = BenchSession.View(output);
        RunOutcome outcome = await new BenchRun(bench, view.Observer, MonotonicClock.Instance) { Watch = judge }.ExecuteAsync(folder, cancellation);
        view.Dispose();
        BenchReport run = BenchSession.Write(new ResultWriter(bench, about), folder, outcome, output);
        if (outcome.Measured is null || !File.Exists(Path.Combine(folder.Path, EvidencePacker.ResultName)))
        {
            return new CheckReport(run, null, null, judge.Requests, null);
        }

        string? failure = outcome.Measured.WriteFailure is null ? null : run.Verdict.Message;
        EvaluationNotMade? notMade = null;
        if (failure is null && judge.Judge.Decided != Verdict.Fail)
        {
            notMade = await evaluations.RunAsync(target, folder.Path, cancellation);
        }

        if (cancellation.IsCancellationRequested)
        {
            run = run with { Verdict = new RunVerdict(RunVerdictKind.Interrupted, "interrupted; the verdict rests on what was measured until then") };
        }

        return Conclude(run, judge, evaluations, failure) with { NotMade = notMade };
    }

    private LiveJudge Judge()
    {
        JudgeOptions asked = options with { Warmup = WarmupCut.Of };
        return PassesAtEnd
            ? new LiveJudge(new SlaJudge(sla, asked with { StopEarly = false }), new SlaJudge(sla, asked with { StopEarly = true }), Earlier)
            : new LiveJudge(new SlaJudge(sla, asked), Earlier);
    }

    private CheckReport Conclude(BenchReport run, LiveJudge judge, Evaluations evaluations, string? failure)
    {
        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run.Folder, EvidencePacker.ResultName)));
        RunFacts facts = CheckFacts.Of(result.RootElement, sla, judge.Newest, evaluations.Documents) with { BeginsS = judge.BeginsS, EarlierSteady = EarlierSteady };
        VerdictDocument verdict = judge.Judge.Finish(facts);
        try
        {
            using (FileStream file = File.Create(Path.Combine(run.Folder, VerdictDocument.FileName)))
            {
                VerdictFile.Write(verdict, file);
            }

            EvidenceDigests? evidence = PacksEvidence
                ? EvidencePacker.Pack(run.Folder, source.Text, evaluations.Made, run.Document.Tool, run.Document.StartedAt, CheckOutput.Word(verdict.Verdict))
                : null;
            return new CheckReport(run, verdict, evidence, judge.Requests, failure) { Steady = facts.Steady, Newest = [.. judge.Newest] };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CheckReport(run, verdict, null, judge.Requests, failure ?? $"the verdict or its evidence could not be written to {run.Folder} ({RunFolder.Reason(e)})");
        }
    }

    private IEnumerable<string> Files() => PacksEvidence
        ? [VerdictDocument.FileName, EvidencePacker.ArchiveName, EvidenceDigests.FileName]
        : [VerdictDocument.FileName];

    // What the verdict is computed again on.
    private void Describe(JsonObject configuration) =>
        new RunTerms(source.Path, RunTerms.DigestOf(source.Text), options.StopEarly ?? sla.File.StopEarly, options.PlannedRequests ?? sla.Load.Requests).Describe(configuration);
}
