namespace LoadGen.Configuration;

/// <summary>A configuration file cannot be used. Its message has one line for each problem.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="problems">What is wrong, at least one thing.</param>
    public ConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
        : base(string.Join('\n', problems ?? throw new ArgumentNullException(nameof(problems)))) =>
        Problems = problems;

    /// <summary>Everything that is wrong, in the order of the file.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }
}
