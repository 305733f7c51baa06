using System.Globalization;

namespace LoadGen.Launching.Supervising;

/// <summary>How a process ended, as wait(2) puts it.</summary>
/// <param name="Raw">The kernel's word.</param>
public readonly record struct ExitStatus(int Raw)
{
    /// <summary>The signal that ended it; 0 for none.</summary>
    public int Signal => Raw & 0x7f;

    /// <summary>Its exit code, or 128 and the signal, as shells have it.</summary>
    public int Code => Signal == 0 ? (Raw >> 8) & 0xff : 128 + Signal;

    /// <inheritdoc/>
    public override string ToString() => Signal == 0
        ? string.Create(CultureInfo.InvariantCulture, $"exit code {Code}")
        : Signal switch
        {
            9 => "SIGKILL (killed: out of memory?)",
            11 => "SIGSEGV (segmentation fault)",
            6 => "SIGABRT (aborted)",
            15 => "SIGTERM",
            7 => "SIGBUS (bus error: is /dev/shm full?)",
            _ => string.Create(CultureInfo.InvariantCulture, $"signal {Signal}"),
        };
}
