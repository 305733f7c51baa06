namespace LoadGen.Inference.Handoffs;

/// <summary>A request that cannot be handed off, or an engine's reply that breaks the protocol. The message holds no content of a body.</summary>
public sealed class HandoffException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="status">The HTTP status for the client: 400 for its own mistake, 502 for an engine's.</param>
    /// <param name="message">One line: what, where, what would be right.</param>
    public HandoffException(int status, string message)
        : base(message) => Status = status;

    /// <summary>400 or 502.</summary>
    public int Status { get; }
}
