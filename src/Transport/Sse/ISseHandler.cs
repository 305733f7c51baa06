namespace LoadGen.Transport.Sse;

/// <summary>Receives server-sent events. Implemented by structs or sealed classes, so that the parser's calls are devirtualised.</summary>
public interface ISseHandler
{
    /// <summary>One dispatched event.</summary>
    /// <param name="type">The <c>event</c> field's value; empty when the event has none (the specification's type "message").</param>
    /// <param name="data">The <c>data</c> lines joined by LF. Valid only during the call.</param>
    void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data);
}
