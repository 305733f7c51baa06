namespace LoadGen.Routing;

/// <summary>A router cannot run as it is configured. The message is one line: what, where, what would be right.</summary>
public sealed class RouterException : Exception
{
    /// <summary>Creates it.</summary>
    public RouterException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
