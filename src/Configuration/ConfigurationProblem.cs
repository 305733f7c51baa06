namespace LoadGen.Configuration;

/// <summary>One thing that is wrong in a configuration file.</summary>
/// <param name="File">The file, as it was named to the reader.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1, in characters.</param>
/// <param name="Path">The key, such as <c>pools.prefill.workers[0].url</c>; empty where the file as a whole is meant.</param>
/// <param name="Message">What was found, and what is accepted.</param>
public sealed record ConfigurationProblem(string File, int Line, int Column, string Path, string Message)
{
    /// <summary><c>file:line:column: path: message</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() =>
        Path.Length == 0 ? $"{File}:{Line}:{Column}: {Message}" : $"{File}:{Line}:{Column}: {Path}: {Message}";
}
