namespace LoadGen.Transport;

/// <summary>A failure on the wire, with its place in the closed set <see cref="TransportError"/>.</summary>
public sealed class TransportException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="error">Phase and cause.</param>
    /// <param name="message">One line: what happened, where, and what would be right.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public TransportException(TransportError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>Phase and cause.</summary>
    public TransportError Error { get; }
}
