namespace LoadGen.Verdicts;

/// <summary>Records or a verdict cannot be used. The message says which and why.</summary>
public sealed class VerdictException : Exception
{
    /// <summary>Creates it.</summary>
    public VerdictException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with its cause.</summary>
    public VerdictException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
