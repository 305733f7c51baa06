using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Documents;

namespace LoadGen.Cli;

/// <summary>What the process answers with; the one place where endings become exit codes. Documented in README.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Unreachable = 3;
    public const int Invalid = 4;
    public const int NotEnoughEvidence = 5;
    public const int Interrupted = 130;

    public static int Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => Ok,
        Verdict.Fail => Failed,
        Verdict.NotEnoughEvidence => NotEnoughEvidence,
        Verdict.Invalid => Invalid,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "a verdict without an exit code"),
    };

    public static int Of(RunVerdictKind verdict) => verdict switch
    {
        RunVerdictKind.Valid => Ok,
        RunVerdictKind.Failed => Failed,
        RunVerdictKind.Unreachable => Unreachable,
        RunVerdictKind.Invalid => Invalid,
        RunVerdictKind.Interrupted => Interrupted,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "a verdict without an exit code"),
    };
}
