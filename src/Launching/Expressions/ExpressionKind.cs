namespace LoadGen.Launching.Expressions;

/// <summary>The types of expressions.</summary>
internal enum ExpressionKind
{
    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A number with a point, a finite double.</summary>
    Real,

    /// <summary>Text.</summary>
    Text,

    /// <summary>true or false.</summary>
    Truth,

    /// <summary>Text that is known only later: it can be written out, and nothing else.</summary>
    Placed,
}
