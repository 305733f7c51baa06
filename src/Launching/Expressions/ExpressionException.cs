namespace LoadGen.Launching.Expressions;

/// <summary>An expression that cannot be read or has no value.</summary>
/// <param name="position">Where, in characters from the text's beginning.</param>
/// <param name="message">What was found, and what is accepted.</param>
internal sealed class ExpressionException(int position, string message) : Exception(message)
{
    public int Position { get; } = position;
}
