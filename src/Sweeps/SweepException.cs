namespace LoadGen.Sweeps;

/// <summary>A sweep cannot be begun so: what is wrong, where, and what would be right.</summary>
public sealed class SweepException : Exception
{
    /// <summary>Creates one.</summary>
    /// <param name="message">One line.</param>
    /// <param name="inner">What led to it.</param>
    public SweepException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
