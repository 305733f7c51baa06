namespace LoadGen.Transport.Lines;

/// <summary>Receives lines. Implemented by structs or sealed classes, so that the parser's calls are devirtualised.</summary>
public interface ILineHandler
{
    /// <summary>One line that is not empty, without its end.</summary>
    /// <param name="line">The line. Valid only during the call.</param>
    void OnLine(ReadOnlySpan<byte> line);
}
