namespace LoadGen.Launching.Programs;

/// <summary>External programs: found on PATH, called by a list of words, never through a shell.</summary>
public interface IPrograms
{
    /// <summary>The full path of a program; null where it is not installed.</summary>
    string? Find(string name);

    /// <summary>Runs one to its end.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="limit">How long it may take; past it the program is killed.</param>
    /// <param name="cancellation">Kills it as well.</param>
    /// <exception cref="ProgramException">It is not installed, cannot be started, or took too long.</exception>
    Task<ProgramResult> RunAsync(IReadOnlyList<string> words, TimeSpan limit, CancellationToken cancellation);
}
