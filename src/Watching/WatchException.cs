namespace LoadGen.Watching;

/// <summary>A watch cannot begin, or not go on.</summary>
public sealed class WatchException : Exception
{
    /// <summary>Creates the failure.</summary>
    public WatchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
