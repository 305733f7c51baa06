namespace LoadGen.Tokenization.Templates.Reading;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the template.</summary>
    End = 0,

    /// <summary>Text between tags.</summary>
    Data,

    /// <summary>The beginning of <c>{{ }}</c>.</summary>
    PrintStart,

    /// <summary>Its end.</summary>
    PrintEnd,

    /// <summary>The beginning of <c>{% %}</c>.</summary>
    BlockStart,

    /// <summary>Its end.</summary>
    BlockEnd,

    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A string, unescaped.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a point or exponent.</summary>
    Float,

    /// <summary>An operator or bracket.</summary>
    Sign,
}

/// <summary>A token and its line.</summary>
internal readonly record struct Token(TokenKind Kind, string Value, int Line)
{
    public bool IsSign(string value) => Kind == TokenKind.Sign && Value == value;

    public bool IsName(string value) => Kind == TokenKind.Name && Value == value;

    /// <summary>For messages.</summary>
    public string Shown => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.PrintEnd => "}}",
        TokenKind.BlockEnd => "%}",
        TokenKind.Data => "text",
        _ => Value,
    };
}
