using System.Globalization;

namespace LoadGen.Launching.Expressions;

/// <summary>
/// Splits an expression into tokens.
/// <code>
/// integer  [0-9]+                 real  [0-9]+ \. [0-9]+          text  '…' or "…", without escapes
/// name     [A-Za-z_] [A-Za-z0-9_]*
/// operator || &amp;&amp; == != &lt;= &gt;= // + - * / % &lt; &gt; ! ? : ( ) ,
/// </code>
/// </summary>
internal sealed class ExpressionLexer
{
    // The longer ones first: // is not two divisions.
    private static readonly string[] s_operators =
        ["||", "&&", "==", "!=", "<=", ">=", "//", "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", "(", ")", ","];

    private readonly string _text;
    private int _at;

    /// <summary>Begins at a position of the text.</summary>
    public ExpressionLexer(string text, int start) => (_text, _at) = (text, start);

    /// <summary>The next token. A closing brace is the end: it is the template's.</summary>
    public ExpressionToken Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        int start = _at;
        if (start == _text.Length)
        {
            throw new ExpressionException(start, "the expression has no end; accepted: } after it");
        }

        return _text[start] switch
        {
            '}' => new ExpressionToken(TokenKind.End, "}", start),
            '\'' or '"' => Quoted(start),
            char c when char.IsAsciiDigit(c) => Number(start),
            char c when char.IsAsciiLetter(c) || c == '_' => Name(start),
            _ => Operator(start),
        };
    }

    private ExpressionToken Quoted(int start)
    {
        int end = _text.IndexOf(_text[start], start + 1);
        if (end < 0)
        {
            throw new ExpressionException(start, $"the text that begins here has no end; accepted: {_text[start]} after it");
        }

        _at = end + 1;
        return new ExpressionToken(TokenKind.Text, _text[(start + 1)..end], start);
    }

    private ExpressionToken Name(int start)
    {
        SkipWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return new ExpressionToken(TokenKind.Name, _text[start.._at], start);
    }

    private ExpressionToken Number(int start)
    {
        SkipWhile(char.IsAsciiDigit);
        bool isReal = _at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]);
        if (isReal)
        {
            _at++;
            SkipWhile(char.IsAsciiDigit);
        }

        string digits = _text[start.._at];
        if (_at < _text.Length && (char.IsAsciiLetter(_text[_at]) || _text[_at] is '_' or '.'))
        {
            throw new ExpressionException(start, $"{digits}{_text[_at]} is no number; accepted: digits, with a point between them at most");
        }

        if (!isReal && !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new ExpressionException(start, $"{digits} is larger than 64 bits hold; accepted: {long.MaxValue} at most");
        }

        return new ExpressionToken(isReal ? TokenKind.Real : TokenKind.Integer, digits, start);
    }

    private ExpressionToken Operator(int start)
    {
        string? found = Array.Find(s_operators, o => _text.AsSpan(start).StartsWith(o, StringComparison.Ordinal));
        if (found is null)
        {
            string hint = _text[start] switch
            {
                '=' => "; == compares",
                '&' => "; && means and",
                '|' => "; || means or",
                _ => "",
            };
            throw new ExpressionException(start, $"'{_text[start]}' means nothing here{hint}; accepted: names, numbers, texts in quotes, {string.Join(' ', s_operators)}");
        }

        _at += found.Length;
        return new ExpressionToken(TokenKind.Operator, found, start);
    }

    private void SkipWhile(Predicate<char> belongs)
    {
        while (_at < _text.Length && belongs(_text[_at]))
        {
            _at++;
        }
    }
}
