using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadGen.Launching.Supervising;

/// <summary>What <c>/proc/PID/stat</c> says of a process.</summary>
/// <param name="Identity">Which it is.</param>
/// <param name="Name">Its program's name, up to 15 characters.</param>
/// <param name="State">R, S, D, Z (dead, not yet reaped) and so on.</param>
/// <param name="Parent">Its parent's pid.</param>
/// <param name="ExitStatus">For a dead one that is not yet reaped: how it ended, as wait(2) has it. 0 too where the kernel hides it.</param>
public sealed record ProcessStat(ProcessIdentity Identity, string Name, char State, int Parent, int ExitStatus)
{
    // Fields after the name, counted from the state (field 3 of proc(5)) as 0.
    private const int ParentField = 1;
    private const int StartField = 19;
    private const int ExitField = 49;

    /// <summary>It has ended, whether or not its parent has noticed.</summary>
    public bool IsDead => State is 'Z' or 'X' or 'x';

    /// <summary>Reads the file's text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ProcessStat? stat)
    {
        stat = null;
        // The name stands in brackets and may hold blanks and brackets itself: the last one ends it.
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(')');
        if (open < 1 || close < open || !int.TryParse(text.AsSpan(0, open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            return false;
        }

        string[] fields = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length <= StartField
            || !int.TryParse(fields[ParentField], NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
            || !long.TryParse(fields[StartField], NumberStyles.None, CultureInfo.InvariantCulture, out long start))
        {
            return false;
        }

        int exit = fields.Length > ExitField && int.TryParse(fields[ExitField], NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : 0;
        stat = new ProcessStat(new ProcessIdentity(pid, start), text[(open + 1)..close], fields[0][0], parent, exit);
        return true;
    }
}
