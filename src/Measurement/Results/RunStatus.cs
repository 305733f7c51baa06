using System.Globalization;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Results;

/// <summary>The one place that says whether a run is whole, and what its ending means.</summary>
public static class RunStatus
{
    /// <summary>The status and why it is not <c>complete</c>.</summary>
    public static (string Status, IReadOnlyList<string> Reasons) Of(RunOutcome run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var reasons = new List<string>();
        if (run.Interrupted)
        {
            reasons.Add("interrupted");
        }

        if (run.Measured is not { } measured)
        {
            if (run.Warmup!.SourceFailure is { } unread)
            {
                reasons.Add($"the dataset could not be read any more: {unread.Message}");
            }
            else if (!run.Interrupted)
            {
                reasons.Add($"all {run.Warmup.Totals.Requested} warm-up requests failed: {FirstError(run.Warmup)}");
            }

            return ("failed", reasons);
        }

        if (measured.TargetLost)
        {
            reasons.Add("the target went away: it refused every new connection; the remaining requests were not made");
        }

        if (measured.SourceFailure is { } source)
        {
            reasons.Add($"the dataset could not be read any more, and the remaining requests were not made: {source.Message}");
        }

        if (measured.WriteFailure is { } failure)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture,
                $"a file could not be written ({RunFolder.Reason(failure)}): {run.RecordsWritten} of {measured.Totals.Requested} records are in records.jsonl; the figures count all"));
        }

        foreach (ClientOutcome lost in Lost(run))
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture,
                $"{lost.Name} was lost: {lost.Lost}; {lost.Requested} of its requests are in the figures, {lost.LostRequests} are lost"));
        }

        return (reasons.Count == 0 ? "complete" : "partial", reasons);
    }

    /// <summary>How the process ends.</summary>
    /// <param name="run">The run.</param>
    /// <param name="maxFailureRate">Share of requests that may fail, 0–1.</param>
    public static RunVerdict Verdict(RunOutcome run, double maxFailureRate)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Interrupted)
        {
            return new RunVerdict(RunVerdictKind.Interrupted, "interrupted; what was measured is marked partial");
        }

        PhaseOutcome last = run.Measured ?? run.Warmup!;
        if (last.SourceFailure is { } source)
        {
            string left = run.Measured is { Totals.Completed: > 0 } ? "what was measured is marked partial" : "nothing was measured";
            return new RunVerdict(RunVerdictKind.Failed, $"{source.Message}; {left}");
        }

        long requested = last.Totals.Requested;
        if (last.Totals.Completed == 0)
        {
            bool unreachable = requested > 0 && last.Totals.Unsent == requested;
            string of = run.Measured is null ? "warm-up requests" : "requests";
            return new RunVerdict(
                unreachable ? RunVerdictKind.Unreachable : RunVerdictKind.Failed,
                requested == 0 ? "no request was made" : $"none of {requested} {of} completed: {FirstError(last)}");
        }

        if (last.WriteFailure is { } failure)
        {
            return new RunVerdict(RunVerdictKind.Failed, $"a file of the run could not be written: {RunFolder.Reason(failure)}");
        }

        if (last.TargetLost)
        {
            return new RunVerdict(RunVerdictKind.Unreachable, $"the target went away after {last.Totals.Completed} completed requests: {FirstError(last)}");
        }

        if (Lost(run).FirstOrDefault() is { } lost)
        {
            return new RunVerdict(RunVerdictKind.Failed, $"{lost.Name} was lost: {lost.Lost}; what was measured is marked partial");
        }

        double rate = (double)last.Totals.Failed / requested;
        return rate > maxFailureRate
            ? new RunVerdict(RunVerdictKind.Failed, string.Create(CultureInfo.InvariantCulture,
                $"{last.Totals.Failed} of {requested} requests failed ({rate:P1}; --max-failure-rate allows {maxFailureRate:P1}): {FirstError(last)}"))
            : new RunVerdict(RunVerdictKind.Valid, null);
    }

    private static IEnumerable<ClientOutcome> Lost(RunOutcome run) => (run.Clients ?? []).Where(c => c.Lost is not null);

    private static string FirstError(PhaseOutcome phase) =>
        phase.Totals.Errors.Select(e => e.Message).FirstOrDefault() ?? "no error was recorded";
}

/// <summary>How a run ended, for the exit code.</summary>
/// <param name="Kind">The case.</param>
/// <param name="Message">One line for the user; null when all is well.</param>
public sealed record RunVerdict(RunVerdictKind Kind, string? Message)
{
    /// <summary>The ending where power is required. <c>--allow-invalid</c> does not help: a run without power is not the run that was asked for.</summary>
    /// <param name="power">What the GPUs drew; null when nothing read them.</param>
    public RunVerdict PowerRequired(PowerInfo? power) => Kind != RunVerdictKind.Valid || power is { Valid: true }
        ? this
        : new RunVerdict(RunVerdictKind.Invalid, "--require-power: " + (power is null ? "nothing read the GPUs" : string.Join("; also: ", power.Problems)));

    /// <summary>The ending once it is known whether the figures are the target's. What went wrong otherwise says more about a run, and stands.</summary>
    /// <param name="validity">The verdict on the measurement.</param>
    /// <param name="allowInvalid">An invalid measurement counts as done.</param>
    public RunVerdict Certified(ValidityInfo validity, bool allowInvalid)
    {
        ArgumentNullException.ThrowIfNull(validity);
        return Kind != RunVerdictKind.Valid || validity.Valid || allowInvalid
            ? this
            : new RunVerdict(RunVerdictKind.Invalid, "the measurement is invalid (--allow-invalid takes it all the same): " + string.Join("; also: ", validity.Reasons));
    }
}

/// <summary>The cases. A closed set.</summary>
public enum RunVerdictKind
{
    /// <summary>Done; failures within what is allowed.</summary>
    Valid,

    /// <summary>Too many requests failed, a file could not be written, or the dataset could not be read any more.</summary>
    Failed,

    /// <summary>The target could not be reached, or went away.</summary>
    Unreachable,

    /// <summary>Done, but the figures hold more of the client's own doing than the bounds allow.</summary>
    Invalid,

    /// <summary>The user or the system ended it.</summary>
    Interrupted,
}
