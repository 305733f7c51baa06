namespace LoadGen.Launching.Expressions;

/// <summary>One token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters; a text's without its quotes.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct ExpressionToken(TokenKind Kind, string Text, int Position)
{
    public bool Is(string symbol) => Kind == TokenKind.Operator && Text == symbol;

    public string Describe() => Kind == TokenKind.End ? "the expression's end" : $"'{Text}'";
}

/// <summary>The kinds of tokens.</summary>
internal enum TokenKind
{
    /// <summary>Digits.</summary>
    Integer,

    /// <summary>Digits, a point, digits.</summary>
    Real,

    /// <summary>Text in quotes.</summary>
    Text,

    /// <summary>A name, true or false.</summary>
    Name,

    /// <summary>An operator, a bracket or a comma.</summary>
    Operator,

    /// <summary>The brace that closes the expression.</summary>
    End,
}
