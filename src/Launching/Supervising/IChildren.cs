namespace LoadGen.Launching.Supervising;

/// <summary>A supervisor's own children: those it starts, and orphans that have become its.</summary>
public interface IChildren
{
    /// <summary>Starts a program in a session of its own.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="environment">Variables set on top of this process's own.</param>
    /// <param name="folder">Where it runs; null for here.</param>
    /// <param name="log">The file that its output is appended to.</param>
    /// <returns>Its pid.</returns>
    /// <exception cref="SupervisorException">It cannot be started, and why.</exception>
    int Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string? folder, string log);

    /// <summary>Takes note of one child that has ended, if there is any.</summary>
    /// <returns>Its pid and how it ended; null when none has.</returns>
    (int Pid, ExitStatus Status)? Reap();
}
