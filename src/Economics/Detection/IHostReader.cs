namespace LoadGen.Economics.Detection;

/// <summary>What detection asks of a host.</summary>
public interface IHostReader
{
    /// <summary>Names of what a folder holds, in order; none where it cannot be read.</summary>
    IReadOnlyList<string> ListFolder(string path);

    /// <summary>A small file's text; null where it cannot be read.</summary>
    string? ReadFile(string path);

    /// <summary>Runs a program of the search path to its end.</summary>
    /// <returns>Null where there is no such program.</returns>
    Task<ToolAnswer?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
