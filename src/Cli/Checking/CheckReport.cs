using LoadGen.Cli.Commands;
using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Cli.Checking;

/// <summary>A check that is over: its run, and where it came to that, its verdict.</summary>
/// <param name="Run">The run.</param>
/// <param name="Verdict">The verdict; null where nothing was measured.</param>
/// <param name="Evidence">What stands for the evidence; null where none was packed.</param>
/// <param name="Requests">The requests that it rests on, those of earlier measurements included.</param>
/// <param name="Failure">Why a file of the check could not be written, null when all went well.</param>
internal sealed record CheckReport(BenchReport Run, VerdictDocument? Verdict, EvidenceDigests? Evidence, IReadOnlyList<Observation> Requests, string? Failure)
{
    /// <summary>The run's own requests.</summary>
    public IReadOnlyList<Observation> Newest { get; init; } = [];

    /// <summary>When the load was steady, on the time line of all measurements.</summary>
    public IReadOnlyList<SteadyTime> Steady { get; init; } = [];

    /// <summary>An evaluation that could not be made; null when all that were due were. The verdict then lacks it, and is no pass.</summary>
    public EvaluationNotMade? NotMade { get; init; }

    /// <summary>What the process answers with. What was interrupted or could not be kept has no verdict that counts.</summary>
    public int ExitCode => this switch
    {
        { Run.Verdict.Kind: RunVerdictKind.Interrupted } => Cli.ExitCode.Interrupted,
        { Failure: not null } => Cli.ExitCode.Failed,
        { Verdict: null } => Cli.ExitCode.Of(Run.Verdict.Kind),

        // One that answered and went away may have broken its promise by that. One that never answered is more likely to be a wrong URL.
        { Run.Verdict.Kind: RunVerdictKind.Unreachable } when !HasAnswered || Verdict.Verdict != Verdicts.Documents.Verdict.Fail => Cli.ExitCode.Unreachable,
        { NotMade.IsUnreachable: true, Verdict.Verdict: Verdicts.Documents.Verdict.NotEnoughEvidence } => Cli.ExitCode.Unreachable,
        _ => Cli.ExitCode.Of(Verdict.Verdict),
    };

    private bool HasAnswered => Run.Document.Outcomes["completed"] > 0;

    /// <summary>One line for the user; null when the verdict says it all.</summary>
    public string? Message => Failure
        ?? NotMade?.Message
        ?? (Run.Verdict.Kind is RunVerdictKind.Interrupted or RunVerdictKind.Unreachable || Verdict is null ? Run.Verdict.Message
            : Verdict.Verdict == Verdicts.Documents.Verdict.Pass ? null : Verdict.Reason);
}
