namespace LoadGen.Results;

/// <summary>Results cannot be read or kept. The message is one line: what, where, what would be right.</summary>
public sealed class ResultsException : Exception
{
    /// <summary>Creates it.</summary>
    public ResultsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public ResultsException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
