using System.Collections;
using System.ComponentModel;
using LoadGen.Launching.Supervising.Native;

namespace LoadGen.Launching.Supervising;

/// <summary>The real children of this process. Only for a process that does nothing else: it reaps whatever has ended.</summary>
public sealed class Children : IChildren
{
    /// <summary>Makes this process the one that all orphans below it go to, in a session of its own: no terminal's Ctrl-C reaches it.</summary>
    /// <exception cref="SupervisorException">The kernel refuses.</exception>
    public Children()
    {
        if (!Libc.BecomeSubreaper())
        {
            throw new SupervisorException("this kernel has no subreapers (PR_SET_CHILD_SUBREAPER, Linux 3.4): engines cannot be supervised here");
        }

        // Fails for a process that leads its group already, as one started by a shell does: then it keeps that group.
        _ = Libc.SetSid();
    }

    /// <inheritdoc/>
    public int Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string? folder, string log)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(environment);
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            all[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach ((string name, string value) in environment)
        {
            all[name] = value;
        }

        string program = ProgramPath.Find(words[0], all.GetValueOrDefault("PATH"))
            ?? throw new SupervisorException($"'{words[0]}' is not a program here: install it, or put its folder on PATH");
        try
        {
            return Spawn.Start(program, words, all, folder, log);
        }
        catch (Win32Exception e)
        {
            throw new SupervisorException($"cannot start '{program}' with its output in '{log}': {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public (int Pid, ExitStatus Status)? Reap() =>
        Libc.WaitPid(-1, out int status, Libc.NoHang) is > 0 and int pid ? (pid, new ExitStatus(status)) : null;
}
